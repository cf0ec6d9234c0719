#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/cohort/stated_labels.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

// train.csv and valid.csv: Path, Sex, Age, Frontal/Lateral, AP/PA and 14 labels.
const std::vector<Field>& chexpert_fields() {
  static const std::vector<Field> all = [] {
    std::vector<Field> out = {{{"Path"}}, {{"Sex"}}, {{"Age"}}, {{"Frontal/Lateral"}}, {{"AP/PA"}}};
    for (const std::string_view label : chexpert_labels()) out.push_back({{label}});
    return out;
  }();
  return all;
}

struct Place {
  std::string patient;
  std::string study;
  std::string partition;
};

// "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg"
Place chexpert_place(std::string_view path) {
  Place out;
  const std::vector<std::string> parts = core::split(path, '/');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].starts_with("patient")) continue;
    out.patient = parts[i];
    if (i > 0) out.partition = parts[i - 1];
    if (i + 1 < parts.size()) out.study = parts[i] + "/" + parts[i + 1];
  }
  return out;
}

// The column Frontal/Lateral says which of the two, AP/PA which frontal view. 17 rows of the
// release call a frontal view LL or RL.
core::Covariate chexpert_view(std::string_view frontal, std::string_view ap_pa) {
  const std::string plane = core::lower(frontal);
  core::Covariate out = read_view(plane == "lateral" ? frontal : ap_pa,
                                  plane == "lateral" ? "column Frontal/Lateral" : "column AP/PA");
  if (plane == "frontal" && out.canonical == "lateral")
    out.verdict = core::CovariateVerdict::conflict;
  return out;
}

std::vector<std::string> tables_of(const Folder& folder) {
  std::vector<std::string> out;
  for (const std::string& file : folder.files) {
    const std::string lower = core::lower(file);
    if (!lower.ends_with(".csv") && !lower.ends_with(".csv.gz")) continue;
    const std::string header = first_line(folder.full(file));
    if (header.find("Frontal/Lateral") != std::string::npos && header.starts_with("Path"))
      out.push_back(folder.full(file));
  }
  return out;
}

core::Status add_rows(const std::string& path, DatasetRows& rows, const core::Context& context,
                      core::Findings& findings) {
  const auto sheet = Sheet::open(path, "CheXpert", chexpert_fields(), context, findings);
  if (!sheet) return sheet.error();
  const StatedLabels labels(rows, *sheet, chexpert_labels());
  const bool by_radiologists = file_name(path).starts_with("valid");
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const std::string image(sheet->cell(row, "Path"));
    const Place place = chexpert_place(image);
    if (place.patient.empty()) {
      findings.add(core::Severity::excluded, "dataset.bad-identifier", "Path",
                   "a path names no patient; the row was left out",
                   {.file = path, .row = row + 1, .column = "Path"});
      continue;
    }
    rows.set("site",
             core::Covariate{"", "Stanford Hospital", "publication", core::CovariateVerdict::ok});
    rows.set("patient", place.patient);
    rows.set("study", place.study);
    rows.set("image", image);
    rows.set("file", image);
    rows.set("modality", "radiograph");
    rows.set("partition", place.partition);
    rows.set("view", chexpert_view(sheet->cell(row, "Frontal/Lateral"), sheet->cell(row, "AP/PA")));
    rows.set("age",
             read_age(sheet->cell(row, "Age"), "column Age", {.cap = 90, .zero_is_unknown = true}));
    rows.set("sex", read_sex(sheet->cell(row, "Sex"), "column Sex"));
    rows.set("label_source", by_radiologists ? "radiologists" : "CheXpert labeler");
    labels.set(row, path, findings);
    rows.finish_row();
  }
  return core::Done{};
}

core::Result<Table> read_chexpert(const Folder& folder, const core::Context& context,
                                  core::Findings& findings) {
  const auto tables = tables_of(folder);
  if (tables.empty())
    return core::Error("dataset.file-missing", "there is no train.csv or valid.csv",
                       {.file = folder.path});
  DatasetRows rows("chexpert");
  for (const std::string& path : tables)
    if (auto added = add_rows(path, rows, context, findings); !added) return added.error();
  return std::move(rows).table(folder.path);
}

}  // namespace

Dataset chexpert() {
  return {.id = "chexpert",
          .title = "CheXpert",
          .modality = "Chest X-ray",
          .scale = "224,316 images / 65,240 patients",
          .notes = "Stanford; 14 NLP-mined labels with uncertainty",
          .reference = "Irvin et al. 2019, doi:10.1609/aaai.v33i01.3301590",
          .recognises = [](const Folder& folder) { return !tables_of(folder).empty(); },
          .read = read_chexpert};
}

}  // namespace secondsite::cohort::datasets
