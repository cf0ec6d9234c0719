#include <set>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/cohort/quoted_items.h"
#include "secondsite/cohort/term_tree.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

// The first column has no name; the publishers' description orders and spells some differently.
const std::vector<Field>& padchest_fields() {
  static const std::vector<Field> all = {{{"ImageID"}},
                                         {{"ImageDir"}},
                                         {{"StudyDate_DICOM"}},
                                         {{"StudyID"}},
                                         {{"PatientID"}},
                                         {{"PatientBirth"}},
                                         {{"PatientSex_DICOM"}},
                                         {{"ViewPosition_DICOM"}},
                                         {{"Projection"}},
                                         {{"MethodProjection"}},
                                         {{"Pediatric"}},
                                         {{"Modality_DICOM"}},
                                         {{"Manufacturer_DICOM"}},
                                         {{"MethodLabel"}},
                                         {{"Labels"}},
                                         {{"Localizations"}},
                                         {{"PhotometricInterpretation_DICOM"}, false},
                                         {{"PixelRepresentation_DICOM"}, false},
                                         {{"PixelAspectRatio_DICOM"}, false},
                                         {{"SpatialResolution_DICOM"}, false},
                                         {{"BitsStored_DICOM"}, false},
                                         {{"WindowCenter_DICOM"}, false},
                                         {{"WindowWidth_DICOM"}, false},
                                         {{"Rows_DICOM"}, false},
                                         {{"Columns_DICOM"}, false},
                                         {{"XRayTubeCurrent_DICOM"}, false},
                                         {{"Exposure_DICOM"}, false},
                                         {{"ExposureInuAs_DICOM"}, false},
                                         {{"ExposureTime", "ExposureTime_DICOM"}, false},
                                         {{"RelativeXRayExposure_DICOM"}, false},
                                         {{"ReportID"}, false},
                                         {{"Report"}, false},
                                         {{"LabelsLocalizationsBySentence"}, false},
                                         {{"labelCUIS"}, false},
                                         {{"LocalizationsCUIS"}, false}};
  return all;
}

std::optional<std::string> padchest_table(const Folder& folder) {
  return file_with_header(folder, {"imageid", "studydate_dicom", "methodlabel", "labels"});
}

// The tree of findings that is published beside the table; without it a label implies itself only.
core::Result<TermTree> tree_of(const Folder& folder, const core::Context& context,
                               core::Findings& findings) {
  for (const std::string& file : folder.files) {
    if (core::lower(file_name(file)).find("tree_term") == std::string::npos) continue;
    const auto bytes = text_bytes(folder.full(file), context);
    if (!bytes) return bytes.error();
    std::vector<std::string> lines;
    for (std::string& line : core::split(bytes->text, '\n')) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      lines.push_back(std::move(line));
    }
    return TermTree::parse(lines, folder.full(file));
  }
  findings.add(
      core::Severity::note, "dataset.no-tree", "",
      "no tree of findings (tree_term_CUI_counts_image*.csv) lies beside the table: a label "
      "implies no broader one",
      {.file = folder.path});
  return TermTree();
}

class Labels {
 public:
  Labels(const Sheet& sheet, const TermTree& tree, DatasetRows& rows) : tree_(tree), rows_(rows) {
    for (std::size_t row = 0; row < sheet.rows(); ++row)
      if (const auto items = quoted_items(sheet.cell(row, "Labels")))
        for (const std::string& item : *items) {
          const auto implied = tree_.with_ancestors(item);
          names_.insert(implied.begin(), implied.end());
        }
    names_.erase("");
    for (const std::string& name : names_) rows_.column(name);
  }

  // False where the cell is no list.
  bool set(std::string_view cell) const {
    if (is_blank(cell) || core::lower(cell) == "nan") return true;
    const auto items = quoted_items(cell);
    if (!items) return false;
    for (const std::string& name : names_) rows_.set(name, "0");
    for (const std::string& item : *items)
      if (!item.empty())
        for (const std::string& name : tree_.with_ancestors(item)) rows_.set(name, "1");
    return true;
  }

 private:
  const TermTree& tree_;
  DatasetRows& rows_;
  std::set<std::string> names_;
};

std::string padchest_date(std::string_view digits) {
  if (digits.size() != 8) return std::string(digits);
  const std::string text(digits);
  return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2);
}

void set_row(DatasetRows& rows, const Sheet& sheet, std::size_t row) {
  const auto cell = [&](std::string_view field) { return std::string(sheet.cell(row, field)); };
  rows.set("site", core::Covariate{"", "Hospital San Juan de Alicante", "publication",
                                   core::CovariateVerdict::ok});
  rows.set("patient", cell("PatientID"));
  rows.set("study", cell("StudyID"));
  rows.set("image", cell("ImageID"));
  rows.set("file", cell("ImageDir") + "/" + cell("ImageID"));
  rows.set("modality", cell("Modality_DICOM"));
  rows.set("date", padchest_date(cell("StudyDate_DICOM")));
  rows.set("age", read_age_from_years(cell("StudyDate_DICOM"), cell("PatientBirth"),
                                      "columns StudyDate_DICOM and PatientBirth"));
  rows.set("sex", read_sex(cell("PatientSex_DICOM"), "column PatientSex_DICOM"));
  rows.set("view", read_view(cell("Projection"), "column Projection"));
  rows.set("vendor", read_vendor(cell("Manufacturer_DICOM"), "column Manufacturer_DICOM"));
  rows.set("pediatric", cell("Pediatric"));
  rows.set("supine", core::lower(cell("Projection")) == "ap_horizontal" ? "yes" : "no");
  rows.set("tube_current_ma",
           read_positive_number(cell("XRayTubeCurrent_DICOM"), "column XRayTubeCurrent_DICOM"));
  rows.set("exposure_mas", read_positive_number(cell("Exposure_DICOM"), "column Exposure_DICOM"));
  const std::string method = cell("MethodLabel");
  rows.set("label_source", method == "Physician"   ? "radiologist"
                           : method == "RNN_model" ? "text model"
                                                   : method);
  if (const auto places = quoted_items(cell("Localizations")))
    rows.set("localizations", core::join(*places, "|"));
}

core::Result<Table> read_padchest(const Folder& folder, const core::Context& context,
                                  core::Findings& findings) {
  const auto path = padchest_table(folder);
  if (!path)
    return core::Error("dataset.file-missing", "there is no PadChest table of labels",
                       {.file = folder.path});
  const auto sheet = Sheet::open(*path, "PadChest", padchest_fields(), context, findings);
  if (!sheet) return sheet.error();
  const auto tree = tree_of(folder, context, findings);
  if (!tree) return tree.error();
  DatasetRows rows("padchest");
  const Labels labels(*sheet, *tree, rows);
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    set_row(rows, *sheet, row);
    if (!labels.set(sheet->cell(row, "Labels")))
      findings.add(core::Severity::warning, "dataset.unknown-label", "Labels",
                   "a cell of labels is no list; the row has no labels",
                   {.file = *path, .row = row + 1, .column = "Labels"});
    rows.finish_row();
  }
  return std::move(rows).table(*path);
}

}  // namespace

Dataset padchest() {
  return {.id = "padchest",
          .title = "PadChest",
          .modality = "Chest X-ray",
          .scale = "160,868 images / ~67,000 patients",
          .notes = "Spanish; 174 findings, multi-view",
          .reference = "Bustos et al. 2020, doi:10.1016/j.media.2020.101797",
          .recognises = [](const Folder& folder) { return padchest_table(folder).has_value(); },
          .read = read_padchest};
}

}  // namespace secondsite::cohort::datasets
