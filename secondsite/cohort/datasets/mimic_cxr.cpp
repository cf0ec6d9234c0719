#include <cmath>
#include <unordered_map>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/cohort/stated_labels.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

const std::vector<Field>& mimic_cxr_metadata_fields() {
  static const std::vector<Field> all = {{{"dicom_id"}},
                                         {{"subject_id"}},
                                         {{"study_id"}},
                                         {{"PerformedProcedureStepDescription"}, false},
                                         {{"ViewPosition"}},
                                         {{"Rows"}, false},
                                         {{"Columns"}, false},
                                         {{"StudyDate"}},
                                         {{"StudyTime"}},
                                         {{"AcquisitionDeviceProcessingDescription"}, false},
                                         {{"ProcedureCodeSequence_CodeMeaning"}, false},
                                         {{"ViewCodeSequence_CodeMeaning"}, false},
                                         {{"PatientOrientationCodeSequence_CodeMeaning"}, false}};
  return all;
}

// Studies and images are looked up by id: the row of the second table.
struct Lookup {
  std::optional<Sheet> sheet;
  std::unordered_map<std::string, std::size_t> row_of;
};

std::optional<std::string> file_with(const Folder& folder, std::string_view part) {
  for (const std::string& file : folder.files)
    if (core::lower(file_name(file)).find(part) != std::string::npos) return folder.full(file);
  return std::nullopt;
}

core::Result<Lookup> open_lookup(const Folder& folder, std::string_view part,
                                 const std::vector<Field>& fields, std::string_view key,
                                 const core::Context& context, core::Findings& findings) {
  Lookup out;
  const auto path = file_with(folder, part);
  if (!path) return out;
  auto sheet = Sheet::open(*path, "MIMIC-CXR-JPG", fields, context, findings);
  if (!sheet) return std::move(sheet).error();
  out.sheet = std::move(*sheet);
  for (std::size_t row = 0; row < out.sheet->rows(); ++row) {
    const auto [at, fresh] = out.row_of.emplace(out.sheet->cell(row, key), row);
    if (!fresh)
      return core::Error("dataset.duplicate-id",
                         "the same " + std::string(key) + " stands in rows " +
                             core::grouped(at->second + 1) + " and " + core::grouped(row + 1),
                         {.file = *path, .row = row + 1, .column = std::string(key)});
  }
  return out;
}

// "80556.875" is 08:05:56.875: leading zeros are lost, as the table was written from a float.
std::string time_of_day(std::string_view text) {
  const auto number = core::parse_number(trimmed(text));
  if (!number || *number < 0 || *number >= 240000) return {};
  const auto whole = static_cast<unsigned>(*number);
  const unsigned seconds = whole % 100;
  const unsigned minutes = whole / 100 % 100;
  if (seconds > 60 || minutes > 59) return {};
  const auto two = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return two(whole / 10000) + ":" + two(minutes) + ":" + two(seconds);
}

// Dates are shifted by patient to 2100-2200: good for order within a patient, for nothing else.
std::string mimic_cxr_date(std::string_view date, std::string_view time) {
  const std::string digits(trimmed(date));
  if (digits.size() != 8) return {};
  const std::string day =
      digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
  const std::string clock = time_of_day(time);
  return clock.empty() ? day : day + "T" + clock;
}

core::Covariate mimic_cxr_view(const Sheet& sheet, std::size_t row) {
  core::Covariate out = read_view(sheet.cell(row, "ViewPosition"), "column ViewPosition");
  if (out.verdict != core::CovariateVerdict::missing) return out;
  const std::string device = core::lower(sheet.cell(row, "AcquisitionDeviceProcessingDescription"));
  if (device.empty()) return out;
  out.raw = device;
  out.provenance = "column AcquisitionDeviceProcessingDescription";
  out.verdict = core::CovariateVerdict::ok;
  if (device == "chest, lateral")
    out.canonical = "lateral";
  else if (device == "chest, pa x-wise" || device == "chest pa x-wise")
    out.canonical = "PA";
  else if (device == "chest, portable" || device == "chest ap grid")
    out.canonical = "AP";
  else
    out.canonical = "other";
  return out;
}

core::Covariate portable_of(const Sheet& sheet, std::size_t row) {
  core::Covariate out = read_text(sheet.cell(row, "PerformedProcedureStepDescription"),
                                  "column PerformedProcedureStepDescription");
  if (out.verdict != core::CovariateVerdict::ok) return out;
  out.canonical = core::lower(out.raw).find("portable") != std::string::npos ? "yes" : "no";
  return out;
}

std::optional<std::string> mimic_cxr_metadata(const Folder& folder) {
  return file_with_header(folder, {"dicom_id", "subject_id", "study_id", "viewposition"});
}

core::Result<Table> read_mimic_cxr(const Folder& folder, const core::Context& context,
                                   core::Findings& findings) {
  const auto path = mimic_cxr_metadata(folder);
  if (!path)
    return core::Error("dataset.file-missing", "there is no mimic-cxr-2.0.0-metadata.csv",
                       {.file = folder.path});
  const auto sheet =
      Sheet::open(*path, "MIMIC-CXR-JPG", mimic_cxr_metadata_fields(), context, findings);
  if (!sheet) return sheet.error();
  const auto division =
      open_lookup(folder, "-split.csv",
                  {{{"dicom_id"}}, {{"split"}}, {{"study_id"}, false}, {{"subject_id"}, false}},
                  "dicom_id", context, findings);
  if (!division) return division.error();
  std::vector<Field> label_fields = {{{"study_id"}}, {{"subject_id"}}};
  for (const std::string_view label : chexpert_labels()) label_fields.push_back({{label}});
  auto labels = open_lookup(folder, "-chexpert.csv", label_fields, "study_id", context, findings);
  if (!labels) return labels.error();
  const char* labeler = "CheXpert labeler";
  if (!labels->sheet) {
    labels = open_lookup(folder, "-negbio.csv", label_fields, "study_id", context, findings);
    if (!labels) return labels.error();
    labeler = "NegBio";
  }

  DatasetRows rows("mimic_cxr");
  std::optional<StatedLabels> stated;
  if (labels->sheet) stated.emplace(rows, *labels->sheet, chexpert_labels());
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const std::string image(sheet->cell(row, "dicom_id"));
    const std::string study(sheet->cell(row, "study_id"));
    const std::string patient(sheet->cell(row, "subject_id"));
    rows.set("site", core::Covariate{"", "Beth Israel Deaconess Medical Center", "publication",
                                     core::CovariateVerdict::ok});
    rows.set("patient", patient);
    rows.set("study", study);
    rows.set("image", image);
    rows.set("file",
             "files/p" + patient.substr(0, 2) + "/p" + patient + "/s" + study + "/" + image);
    rows.set("modality", "radiograph");
    const std::string date =
        mimic_cxr_date(sheet->cell(row, "StudyDate"), sheet->cell(row, "StudyTime"));
    rows.set("date", core::Covariate{std::string(sheet->cell(row, "StudyDate")) + " " +
                                         std::string(sheet->cell(row, "StudyTime")),
                                     date, "columns StudyDate and StudyTime, shifted by patient",
                                     date.empty() ? core::CovariateVerdict::missing
                                                  : core::CovariateVerdict::ok});
    rows.set("view", mimic_cxr_view(*sheet, row));
    rows.set("portable", portable_of(*sheet, row));
    rows.set("position", sheet->cell(row, "PatientOrientationCodeSequence_CodeMeaning"));
    if (division->sheet)
      if (const auto at = division->row_of.find(image); at != division->row_of.end())
        rows.set("partition", division->sheet->cell(at->second, "split"));
    if (labels->sheet) {
      if (const auto at = labels->row_of.find(study); at != labels->row_of.end()) {
        rows.set("label_source", labeler);
        stated->set(at->second, folder.path, findings);
      } else {
        findings.add(core::Severity::note, "dataset.no-labels", "",
                     "a study has no row in the table of labels", {.file = *path, .row = row + 1});
      }
    }
    rows.finish_row();
  }
  return std::move(rows).table(*path);
}

}  // namespace

Dataset mimic_cxr() {
  return {.id = "mimic_cxr",
          .title = "MIMIC-CXR and MIMIC-CXR-JPG",
          .modality = "Chest X-ray",
          .scale = "377,110 images / 227,835 studies / 65,379 patients",
          .notes = "Single US center; paired free-text reports",
          .reference = "Johnson et al. 2019, doi:10.1038/s41597-019-0322-0",
          .recognises = [](const Folder& folder) { return mimic_cxr_metadata(folder).has_value(); },
          .read = read_mimic_cxr};
}

}  // namespace secondsite::cohort::datasets
