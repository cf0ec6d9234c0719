#include <unordered_map>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/cohort/site_finding.h"

namespace secondsite::cohort::datasets {
namespace {

std::optional<std::string> headers_of(const Folder& folder) {
  return file_with_header(folder, {"conversiontype", "patientage", "viewposition", "patientid"});
}
std::optional<std::string> labels_of(const Folder& folder) {
  return file_with_header(folder, {"patientid", "x", "y", "width", "height", "target"});
}

// Target and boxes by image; a row a box.
struct Label {
  std::string target;
  std::string boxes;
};
using BoxLabels = std::unordered_map<std::string, Label>;

core::Result<BoxLabels> read_labels_table(const std::string& path, const core::Context& context,
                                          core::Findings& findings) {
  const auto sheet =
      Sheet::open(path, "the RSNA pneumonia labels",
                  {{{"patientId"}}, {{"x"}}, {{"y"}}, {{"width"}}, {{"height"}}, {{"Target"}}},
                  context, findings);
  if (!sheet) return sheet.error();
  BoxLabels out;
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    Label& label = out[std::string(sheet->cell(row, "patientId"))];
    const std::string target(sheet->cell(row, "Target"));
    if (!label.target.empty() && label.target != target)
      return core::Error("dataset.duplicate-id", "an image has Target 0 and Target 1",
                         {.file = path, .row = row + 1, .column = "Target"});
    label.target = target;
    if (is_blank(sheet->cell(row, "x"))) continue;
    if (!label.boxes.empty()) label.boxes += "; ";
    for (const char* side : {"x", "y", "width", "height"})
      label.boxes += (side[0] == 'x' ? "" : " ") + std::string(sheet->cell(row, side));
  }
  return out;
}

core::Result<Table> read_rsna_pneumonia(const Folder& folder, const core::Context& context,
                                        core::Findings& findings) {
  const auto path = headers_of(folder);
  if (!path)
    return core::Error("dataset.file-missing", "there is no table of the images' headers",
                       {.file = folder.path});
  const auto sheet = Sheet::open(*path, "the RSNA pneumonia headers",
                                 {{{"PatientID"}},
                                  {{"PatientAge"}},
                                  {{"PatientSex"}},
                                  {{"ViewPosition"}},
                                  {{"PixelSpacing"}},
                                  {{"Modality"}},
                                  {{"Filename"}, false},
                                  {{"BodyPartExamined"}, false},
                                  {{"ConversionType"}, false},
                                  {{"InstanceNumber"}, false},
                                  {{"PatientOrientation"}, false},
                                  {{"SamplesPerPixel"}, false},
                                  {{"SeriesNumber"}, false}},
                                 context, findings);
  if (!sheet) return sheet.error();
  BoxLabels labels;
  if (const auto file = labels_of(folder)) {
    auto read = read_labels_table(*file, context, findings);
    if (!read) return std::move(read).error();
    labels = std::move(*read);
  }
  DatasetRows rows("rsna_pneumonia");
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const std::string image(sheet->cell(row, "PatientID"));
    rows.set("site",
             core::Covariate{"", "NIH Clinical Center", "publication", core::CovariateVerdict::ok});
    // The release names each image as its own patient: that is no patient.
    rows.set("image", image);
    rows.set("file", sheet->cell(row, "Filename"));
    rows.set("modality", sheet->cell(row, "Modality"));
    rows.set("view", read_view(sheet->cell(row, "ViewPosition"), "column ViewPosition"));
    // 148, 150, 151, 153 and 155 stand for unknown.
    rows.set("age",
             read_age(sheet->cell(row, "PatientAge"), "column PatientAge", {.sentinel_from = 148}));
    rows.set("sex", read_sex(sheet->cell(row, "PatientSex"), "column PatientSex"));
    rows.set("detector", detector_of_spacing(sheet->cell(row, "PixelSpacing")));
    if (const auto label = labels.find(image); label != labels.end()) {
      rows.set("opacity", label->second.target);
      rows.set("boxes", label->second.boxes);
      rows.set("label_source", "radiologists");
    }
    rows.finish_row();
  }
  return std::move(rows).table(*path);
}

}  // namespace

Dataset rsna_pneumonia() {
  return {.id = "rsna_pneumonia",
          .title = "RSNA Pneumonia Detection 2018",
          .modality = "Chest X-ray",
          .scale = "26,684 images (training part)",
          .notes = "Images of ChestX-ray14 read anew; states no patient",
          .reference = "Shih et al. 2019, doi:10.1148/ryai.2019180041",
          .recognises = [](const Folder& folder) { return headers_of(folder).has_value(); },
          .read = read_rsna_pneumonia};
}

}  // namespace secondsite::cohort::datasets
