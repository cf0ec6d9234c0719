#include <array>
#include <unordered_map>
#include <unordered_set>

#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/csv_table.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/cohort/listed_labels.h"
#include "secondsite/cohort/site_finding.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

constexpr std::array<std::string_view, 14> findings_of_14 = {
    "Atelectasis", "Cardiomegaly", "Effusion",           "Infiltration",  "Mass",
    "Nodule",      "Pneumonia",    "Pneumothorax",       "Consolidation", "Edema",
    "Emphysema",   "Fibrosis",     "Pleural_Thickening", "Hernia"};

// The 2017 release splits "OriginalImage[Width,Height]" into two cells and ends in a comma; the
// 2020 release has no such comma; the sample set spells the four columns out.
const std::vector<Field>& chestxray14_fields() {
  static const std::vector<Field> all = {
      {{"Image Index"}},
      {{"Finding Labels"}},
      {{"Follow-up #"}},
      {{"Patient ID"}},
      {{"Patient Age"}},
      {{"Patient Gender", "Patient Sex"}},
      {{"View Position"}},
      {{"OriginalImage[Width", "OriginalImageWidth"}, false},
      {{"Height]", "OriginalImageHeight"}, false},
      {{"OriginalImagePixelSpacing[x", "OriginalImagePixelSpacing_x"}, false},
      {{"y]", "OriginalImagePixelSpacing_y"}, false}};
  return all;
}

std::optional<std::string> main_table(const Folder& folder) {
  for (const char* name : {"Data_Entry_2017_v2020.csv", "Data_Entry_2017.csv"})
    if (const auto found = folder.named(name); !found.empty()) return folder.full(found.front());
  return file_with_header(folder, {"image index", "finding labels", "patient id"});
}

// Boxes by image: "Mass 225.08 547.02 86.78 79.19", in pixels of the 1024 x 1024 image. The header
// has three commas more than its rows, so it is replaced by its meaning.
using Boxes = std::unordered_map<std::string, std::string>;
core::Result<Boxes> read_boxes(const Folder& folder, const core::Context& context) {
  Boxes out;
  const auto files = folder.named("BBox_List_2017.csv");
  if (files.empty()) return out;
  const std::string path = folder.full(files.front());
  const auto lines = text_lines(path, context);
  if (!lines) return lines.error();
  for (std::size_t row = 1; row < lines->size(); ++row) {
    const std::vector<std::string> cells = core::split((*lines)[row], ',');
    if (cells.size() < 6)
      return core::Error("table.ragged-row", "a box has fewer than six cells",
                         {.file = path, .row = row});
    std::string label(core::trim(cells[1]));
    if (label == "Infiltrate") label = "Infiltration";
    std::string& boxes = out[cells[0]];
    if (!boxes.empty()) boxes += "; ";
    boxes += label;
    for (std::size_t i = 2; i < 6; ++i) boxes += " " + cells[i];
  }
  return out;
}

using Names = std::unordered_set<std::string>;
core::Result<Names> read_names(const Folder& folder, std::string_view file,
                               const core::Context& context) {
  const auto found = folder.named(file);
  if (found.empty()) return Names{};
  const auto lines = text_lines(folder.full(found.front()), context);
  if (!lines) return lines.error();
  return Names(lines->begin(), lines->end());
}

// Ages and identifiers differ between the releases, so one is read and the other named.
void name_other_release(const Folder& folder, core::Findings& findings) {
  const auto newer = folder.named("Data_Entry_2017_v2020.csv");
  for (const std::string& older : folder.named("Data_Entry_2017.csv"))
    if (!newer.empty())
      findings.add(core::Severity::note, "dataset.other-release", "",
                   "the table of 2017 lies beside that of 2020, which was read: ages differ",
                   {.file = folder.full(older)});
}

core::Result<Table> read_chestxray14(const Folder& folder, const core::Context& context,
                                     core::Findings& findings) {
  name_other_release(folder, findings);
  const auto path = main_table(folder);
  if (!path)
    return core::Error("dataset.file-missing", "there is no Data_Entry_2017 table",
                       {.file = folder.path});
  const auto sheet = Sheet::open(*path, "ChestX-ray14", chestxray14_fields(), context, findings);
  if (!sheet) return sheet.error();
  const auto boxes = read_boxes(folder, context);
  if (!boxes) return boxes.error();
  const auto train = read_names(folder, "train_val_list.txt", context);
  if (!train) return train.error();
  const auto test = read_names(folder, "test_list.txt", context);
  if (!test) return test.error();

  DatasetRows rows("chestxray14");
  ListedLabels labels(rows, {findings_of_14.begin(), findings_of_14.end()}, '|');
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const std::string image(sheet->cell(row, "Image Index"));
    rows.set("site",
             core::Covariate{"", "NIH Clinical Center", "publication", core::CovariateVerdict::ok});
    rows.set("image", image);
    // "00000001" in one release is "1" in the other.
    std::string_view patient = sheet->cell(row, "Patient ID");
    while (patient.size() > 1 && patient.front() == '0') patient.remove_prefix(1);
    rows.set("patient", patient);
    rows.set("study", std::string_view(image).substr(0, image.rfind('.')));
    rows.set("modality", "radiograph");
    rows.set("age", read_age(sheet->cell(row, "Patient Age"), "column Patient Age"));
    rows.set("sex", read_sex(sheet->cell(row, "Patient Gender"), "column Patient Gender"));
    rows.set("view", read_view(sheet->cell(row, "View Position"), "column View Position"));
    rows.set("partition", test->count(image) != 0    ? "test"
                          : train->count(image) != 0 ? "train_val"
                                                     : "");
    rows.set("label_source", "text mining");
    std::string_view follow_up = sheet->cell(row, "Follow-up #");
    while (follow_up.size() > 1 && follow_up.front() == '0') follow_up.remove_prefix(1);
    rows.set("follow_up", follow_up);
    rows.set("width", sheet->cell(row, "OriginalImage[Width"));
    rows.set("height", sheet->cell(row, "Height]"));
    rows.set("detector", detector_of_spacing(sheet->cell(row, "OriginalImagePixelSpacing[x")));
    if (const auto box = boxes->find(image); box != boxes->end()) rows.set("boxes", box->second);
    if (!labels.set(sheet->cell(row, "Finding Labels"), "No Finding"))
      findings.add(core::Severity::warning, "dataset.unknown-label", "",
                   "a label that the dataset does not have",
                   {.file = *path, .row = row + 1, .column = "Finding Labels"});
    rows.finish_row();
  }
  return std::move(rows).table(*path);
}

}  // namespace

Dataset chestxray14() {
  return {.id = "chestxray14",
          .title = "ChestX-ray14 (NIH)",
          .modality = "Chest X-ray",
          .scale = "112,120 images / 30,805 patients",
          .notes = "14 labels mined from reports",
          .reference = "Wang et al. 2017, doi:10.1109/CVPR.2017.369",
          .recognises = [](const Folder& folder) { return main_table(folder).has_value(); },
          .read = read_chestxray14};
}

}  // namespace secondsite::cohort::datasets
