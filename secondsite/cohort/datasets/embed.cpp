#include <algorithm>
#include <map>
#include <unordered_map>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/core/embedded_table.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {

namespace tables {
std::span<const core::EmbeddedTable> all();
}

}  // namespace secondsite::cohort

namespace secondsite::cohort::datasets {
namespace {

// The two tables have hundreds of columns; what is read is named, the rest belongs to them.
const std::vector<Field>& clinical_fields() {
  static const std::vector<Field> all = {{{"empi_anon"}},
                                         {{"acc_anon"}},
                                         {{"side"}},
                                         {{"asses"}},
                                         {{"tissueden"}, false},
                                         {{"path_severity"}, false},
                                         {{"numfind"}, false},
                                         {{"massshape"}, false},
                                         {{"calcfind"}, false},
                                         {{"GENDER_DESC"}, false},
                                         {{"age_at_study"}, false},
                                         {{"ETHNICITY_DESC"}, false},
                                         {{"RACE_DESC"}, false}};
  return all;
}

const std::vector<Field>& embed_metadata_fields() {
  static const std::vector<Field> all = {{{"empi_anon"}},
                                         {{"acc_anon"}},
                                         {{"ImageLateralityFinal"}},
                                         {{"anon_dicom_path", "png_path", "file_path"}},
                                         {{"FinalImageType"}, false},
                                         {{"ViewPosition"}, false},
                                         {{"Manufacturer"}, false},
                                         {{"ManufacturerModelName"}, false},
                                         {{"study_date_anon"}, false},
                                         {{"num_roi"}, false},
                                         {{"ROI_coords"}, false},
                                         {{"match_level"}, false},
                                         {{"spot_mag"}, false},
                                         {{"SOPInstanceUID"}, false},
                                         {{"SeriesInstanceUID_anon", "SeriesInstanceUID"}, false},
                                         {{"StudyInstanceUID_anon", "StudyInstanceUID"}, false},
                                         {{"cohort_num"}, false}};
  return all;
}

// A finding of the clinical table, as an image of its breast takes it over.
struct Finding {
  char side = 'B';  // L, R; B or blank: both breasts
  std::string assessment;
  std::string density;
  std::string severity;
  std::string race;
  std::string ethnicity;
  std::string sex;
  std::string age;
};

// What the legend makes of a code: a BI-RADS category of the letter, a density of the number. Codes
// have blanks behind them, and numbers may be written "2.0". Empty where there is no value.
std::string meaning_of(std::string_view field, std::string_view code) {
  std::string wanted(trimmed(code));
  if (const auto number = core::parse_number(wanted); number && !wanted.empty())
    wanted = core::exact(*number);
  for (const auto& row : core::embedded_table(tables::all(), "embed_codes").rows())
    if (row.at(0) == field && row.at(1) == wanted) return std::string(row.at(2));
  return {};
}

std::optional<std::string> table_with(const Folder& folder,
                                      const std::vector<std::string_view>& parts) {
  return file_with_header(folder, parts);
}
std::optional<std::string> clinical_of(const Folder& folder) {
  return table_with(folder, {"empi_anon", "acc_anon", "asses", "side"});
}
std::optional<std::string> embed_metadata(const Folder& folder) {
  return table_with(folder, {"empi_anon", "acc_anon", "imagelateralityfinal"});
}

using ByExam = std::unordered_map<std::string, std::vector<Finding>>;

core::Result<ByExam> read_findings(const std::string& path, const core::Context& context,
                                   core::Findings& findings) {
  const auto sheet =
      Sheet::open(path, "EMBED's clinical table", clinical_fields(), context, findings, true);
  if (!sheet) return sheet.error();
  ByExam out;
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const auto cell = [&](std::string_view field) {
      const std::string_view text = sheet->cell(row, field);
      return is_blank(text) ? std::string() : std::string(text);
    };
    Finding one;
    const std::string side = cell("side");
    if (side == "L" || side == "R") one.side = side[0];
    one.assessment = meaning_of("asses", cell("asses"));
    one.density = meaning_of("tissueden", cell("tissueden"));
    // A blank is no benign finding: no tissue was taken.
    if (const auto severity = core::parse_number(cell("path_severity"));
        severity && *severity >= 0 && *severity <= 6)
      one.severity = core::exact(*severity);
    one.race = cell("RACE_DESC");
    one.ethnicity = cell("ETHNICITY_DESC");
    one.sex = cell("GENDER_DESC");
    one.age = cell("age_at_study");
    out[cell("empi_anon") + "/" + cell("acc_anon")].push_back(std::move(one));
  }
  return out;
}

// Findings of the image's own breast, or of both.
void set_findings(DatasetRows& rows, const std::vector<Finding>& exam, char side) {
  std::size_t count = 0;
  std::string assessments;
  std::string worst;  // the lowest code is the most severe: 0 invasive ... 6 not of the breast
  for (const Finding& one : exam) {
    rows.set("breast_density", one.density);
    rows.set("race", one.race);
    rows.set("ethnicity", one.ethnicity);
    if (one.side != 'B' && side != 'B' && one.side != side) continue;
    ++count;
    if (!one.assessment.empty()) assessments += (assessments.empty() ? "" : "|") + one.assessment;
    if (!one.severity.empty() && (worst.empty() || one.severity < worst)) worst = one.severity;
  }
  rows.set("findings", std::to_string(count));
  rows.set("birads", assessments);
  rows.set("path_severity", worst);
  if (worst.empty()) return;
  rows.set("cancer", worst == "0" || worst == "1" ? "1" : "0");
  rows.set("label_source", "pathology");
}

core::Result<Table> read_embed(const Folder& folder, const core::Context& context,
                               core::Findings& findings) {
  const auto metadata = embed_metadata(folder);
  const auto clinical = clinical_of(folder);
  if (!metadata || !clinical)
    return core::Error("dataset.file-missing",
                       std::string("there is no EMBED table of ") +
                           (metadata ? "findings (clinical)" : "images (metadata)"),
                       {.file = folder.path});
  const auto exams = read_findings(*clinical, context, findings);
  if (!exams) return exams.error();
  const auto sheet = Sheet::open(*metadata, "EMBED's metadata table", embed_metadata_fields(),
                                 context, findings, true);
  if (!sheet) return sheet.error();
  DatasetRows rows("embed");
  rows.column("cancer");
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const auto cell = [&](std::string_view field) { return std::string(sheet->cell(row, field)); };
    rows.set("site",
             core::Covariate{"", "Emory Healthcare", "publication", core::CovariateVerdict::ok});
    const std::string laterality = cell("ImageLateralityFinal");
    const char side = laterality == "L" || laterality == "R" ? laterality[0] : 'B';
    const std::string file = cell("anon_dicom_path");
    rows.set("patient", cell("empi_anon"));
    rows.set("study", cell("acc_anon"));
    rows.set("series", cell("SeriesInstanceUID_anon"));
    rows.set("image", file_name(file));
    rows.set("file", file);
    rows.set("modality", "MG");
    rows.set("view", read_view(cell("ViewPosition"), "column ViewPosition"));
    rows.set("vendor", read_vendor(cell("Manufacturer"), "column Manufacturer"));
    rows.set("model", cell("ManufacturerModelName"));
    const std::string date = cell("study_date_anon");
    rows.set("date", core::Covariate{date, date, "column study_date_anon, shifted by patient",
                                     date.empty() ? core::CovariateVerdict::missing
                                                  : core::CovariateVerdict::ok});
    rows.set("laterality", laterality);
    rows.set("image_type", cell("FinalImageType"));
    rows.set("spot_magnification", cell("spot_mag"));
    rows.set("rois", cell("num_roi"));
    rows.set("roi_coords", cell("ROI_coords"));  // ymin, xmin, ymax, xmax
    const auto exam = exams->find(cell("empi_anon") + "/" + cell("acc_anon"));
    if (exam == exams->end()) {
      findings.add(core::Severity::note, "dataset.no-labels", "",
                   "an image's exam has no row in the clinical table",
                   {.file = *metadata, .row = row + 1});
    } else {
      const Finding& first = exam->second.front();
      rows.set("age", read_age(first.age, "column age_at_study"));
      rows.set("sex", read_sex(first.sex, "column GENDER_DESC"));
      set_findings(rows, exam->second, side);
    }
    rows.finish_row();
  }
  return std::move(rows).table(*metadata);
}

}  // namespace

Dataset embed() {
  return {.id = "embed",
          .title = "EMBED",
          .modality = "Mammography (2D/DBT)",
          .scale = "3.4M images / ~110,000 patients",
          .notes = "Racially balanced; 20% public via AWS",
          .reference = "Jeong et al. 2023, doi:10.1148/ryai.220047",
          .recognises =
              [](const Folder& folder) {
                return embed_metadata(folder).has_value() || clinical_of(folder).has_value();
              },
          .read = read_embed};
}

}  // namespace secondsite::cohort::datasets
