#include <algorithm>
#include <map>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/cohort/site_finding.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

const std::vector<Field>& mapping_fields() {
  static const std::vector<Field> all = {{{"Grade"}},
                                         {{"BraTS_2017_subject_ID"}, false},
                                         {{"BraTS_2018_subject_ID"}, false},
                                         {{"TCGA_TCIA_subject_ID"}},
                                         {{"BraTS_2019_subject_ID"}},
                                         {{"BraTS_2020_subject_ID"}, false}};
  return all;
}

const std::vector<Field>& survival_fields() {
  static const std::vector<Field> all = {{{"BraTS19ID", "Brats20ID", "Brats18ID", "Brats17ID"}},
                                         {{"Age"}},
                                         {{"Survival", "Survival_days"}},
                                         {{"ResectionStatus", "Extent_of_Resection"}, false}};
  return all;
}

// One case: what the tables and the files say about it. Keyed by the newest identifier met.
struct Case {
  std::string grade;
  std::string tcga;
  std::string id_with_site;
  std::string age;
  std::string survival;
  std::string resection;
  std::string mask;
  std::size_t sequences = 0;
};
using Cases = std::map<std::string, Case>;

// From 2023 on the last number is the time point: "BraTS-GLI-00005-001" is the second scan of
// patient BraTS-GLI-00005.
std::string patient_of(const std::string& id) {
  const std::vector<std::string> parts = core::split(id, '-');
  const bool with_time = parts.size() == 4 && core::lower(parts[0]) == "brats" &&
                         parts[3].size() == 3 &&
                         parts[3].find_first_not_of("0123456789") == std::string::npos;
  return with_time ? id.substr(0, id.size() - 4) : id;
}

// "TCGA-02-0006_1996.08.23_t1Gd": the archive's own collections of the same patients name files by
// barcode and date.
bool is_barcode(std::string_view id) {
  return id.starts_with("TCGA-") && id.size() >= 12 && id[7] == '-';
}

bool is_given(std::string_view cell) {
  return !is_blank(cell);
}

core::Status add_mapping(const std::string& path, Cases& cases,
                         std::map<std::string, std::string>& newest, const core::Context& context,
                         core::Findings& findings) {
  const auto sheet =
      Sheet::open(path, "the BraTS name mapping", mapping_fields(), context, findings);
  if (!sheet) return sheet.error();
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    std::string key;
    std::vector<std::string> ids;
    for (const char* column : {"BraTS_2020_subject_ID", "BraTS_2019_subject_ID",
                               "BraTS_2018_subject_ID", "BraTS_2017_subject_ID"}) {
      const std::string id(sheet->cell(row, column));
      if (!is_given(id)) continue;
      if (key.empty()) key = id;
      ids.push_back(id);
    }
    if (key.empty()) continue;
    Case& one = cases[key];
    for (const std::string& id : ids) {
      newest[id] = key;
      if (one.id_with_site.empty() && site_of_brats(id).is_usable()) one.id_with_site = id;
    }
    one.grade = sheet->cell(row, "Grade");
    if (const std::string barcode(sheet->cell(row, "TCGA_TCIA_subject_ID")); is_given(barcode))
      one.tcga = barcode;
  }
  return core::Done{};
}

std::string key_of(const std::map<std::string, std::string>& newest, const std::string& id) {
  const auto found = newest.find(id);
  return found == newest.end() ? id : found->second;
}

core::Status add_survival(const std::string& path, Cases& cases,
                          const std::map<std::string, std::string>& newest,
                          const core::Context& context, core::Findings& findings) {
  const auto sheet =
      Sheet::open(path, "the BraTS survival table", survival_fields(), context, findings);
  if (!sheet) return sheet.error();
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const std::string id(sheet->cell(row, "BraTS19ID"));
    if (!is_given(id)) continue;
    Case& one = cases[key_of(newest, id)];
    one.age = sheet->cell(row, "Age");
    one.survival = sheet->cell(row, "Survival");
    one.resection = sheet->cell(row, "ResectionStatus");
  }
  return core::Done{};
}

// "BraTS20_Training_001/BraTS20_Training_001_t1ce.nii.gz": sequences and masks by case. The mask of
// case 355 of 2020 has a name of its own and is taken from its folder.
void add_images(const Folder& folder, Cases& cases,
                const std::map<std::string, std::string>& newest) {
  constexpr std::string_view sequences[] = {"t1",  "t1ce", "t2",  "flair", "t1gd",
                                            "t1n", "t1c",  "t2w", "t2f"};
  for (const std::string& file : folder.files) {
    std::string name(file_name(file));
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    if (!name.ends_with(".nii")) continue;
    name.resize(name.size() - 4);
    const std::size_t slash = file.rfind('/');
    const std::string parent(slash == std::string::npos
                                 ? std::string_view()
                                 : file_name(std::string_view(file).substr(0, slash)));
    const std::size_t cut = name.find_last_of("_-");
    const std::string last = cut == std::string::npos ? "" : core::lower(name.substr(cut + 1));
    std::string id = cut == std::string::npos ? parent : name.substr(0, cut);
    if (!core::lower(id).starts_with("brats") && core::lower(parent).starts_with("brats"))
      id = parent;
    if (is_barcode(name)) {
      const std::string barcode = name.substr(0, 12);
      Case& one = cases[barcode];
      one.tcga = barcode;
      // Corrected by hand beats the machine's own.
      const bool machine = name.ends_with("GlistrBoost");
      if (name.ends_with("ManuallyCorrected") || (machine && one.mask.empty()))
        one.mask = file;
      else if (std::find(std::begin(sequences), std::end(sequences), last) != std::end(sequences))
        ++one.sequences;
      continue;
    }
    if (!core::lower(id).starts_with("brats")) continue;
    Case& one = cases[key_of(newest, id)];
    if (one.id_with_site.empty() && site_of_brats(id).is_usable()) one.id_with_site = id;
    if (last == "seg" || last == "segm" || name.ends_with("Segm"))
      one.mask = file;
    else if (std::find(std::begin(sequences), std::end(sequences), last) != std::end(sequences))
      ++one.sequences;
  }
}

// Days, or days so far where the patient lives: "ALIVE (361 days later)".
void set_survival(DatasetRows& rows, std::string_view text) {
  double days = 0;
  if (parse_cell(text, days) == CellState::ok) {
    rows.set("survival_days", core::exact(days));
    rows.set("survival_event", "1");
    return;
  }
  if (!core::lower(text).starts_with("alive")) return;
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos) return;
  const std::string_view digits = text.substr(open + 1, text.find(' ', open) - open - 1);
  if (!core::parse_number(digits)) return;
  rows.set("survival_days", digits);
  rows.set("survival_event", "0");
}

std::vector<std::string> mapping_files(const Folder& folder) {
  std::vector<std::string> out;
  for (const std::string& file : folder.files)
    if (core::lower(file_name(file)).starts_with("name_mapping")) out.push_back(folder.full(file));
  return out;
}

bool has_brats_image(const Folder& folder) {
  return std::any_of(folder.files.begin(), folder.files.end(), [](const std::string& file) {
    const std::string name = core::lower(file_name(file));
    const bool tcga = is_barcode(file_name(file)) && name.find('_') == 12;
    return (name.starts_with("brats") || tcga) && name.find(".nii") != std::string::npos;
  });
}

// BraTS 2020 numbers the cases of 2019 anew. Where both stand and no mapping joins them, one
// patient has two rows.
void warn_of_years(const Cases& cases, const std::string& folder, core::Findings& findings) {
  std::uint64_t with_site = 0;
  std::uint64_t numbered = 0;
  for (const auto& [id, one] : cases) ++(one.id_with_site.empty() ? numbered : with_site);
  if (with_site > 0 && numbered > 0)
    findings.add(core::Severity::warning, "dataset.years-not-joined", "",
                 "a case of a later year may be a patient of an earlier one: no name mapping joins "
                 "them",
                 {.file = folder}, numbered);
}

core::Result<Table> read_brats(const Folder& folder, const core::Context& context,
                               core::Findings& findings) {
  Cases cases;
  std::map<std::string, std::string> newest;
  for (const std::string& path : mapping_files(folder))
    if (auto added = add_mapping(path, cases, newest, context, findings); !added)
      return added.error();
  for (const std::string& file : folder.files) {
    if (!core::lower(file_name(file)).starts_with("survival")) continue;
    if (auto added = add_survival(folder.full(file), cases, newest, context, findings); !added)
      return added.error();
  }
  add_images(folder, cases, newest);
  warn_of_years(cases, folder.path, findings);

  DatasetRows rows("brats");
  for (const auto& [id, one] : cases) {
    rows.set("site", site_of_brats(one.id_with_site.empty() ? id : one.id_with_site));
    rows.set("hospital", one.tcga.empty() ? core::Covariate{} : site_of_tcga(one.tcga));
    rows.set("tcga_source_site", one.tcga.size() >= 7 ? one.tcga.substr(5, 2) : std::string());
    // Survival tables of two years name one patient twice where no mapping joins them.
    rows.set("patient", one.tcga.empty() ? patient_of(id) : one.tcga);
    rows.set("study", id);
    rows.set("modality", "MR");
    rows.set("age", read_age(one.age, "column Age"));
    rows.set("grade", one.grade);
    rows.set("resection", is_given(one.resection) ? one.resection : std::string());
    set_survival(rows, one.survival);
    if (one.sequences > 0) rows.set("sequences", std::to_string(one.sequences));
    rows.set("mask", one.mask);
    if (!one.mask.empty()) rows.set("label_source", "annotators");
    rows.finish_row();
  }
  return std::move(rows).table(folder.path);
}

}  // namespace

Dataset brats() {
  return {.id = "brats",
          .title = "BraTS / TCGA glioma",
          .modality = "Brain MRI (4 sequences)",
          .scale = "hundreds of cases",
          .notes = "Expert tumor segmentations; the benchmark for glioma",
          .reference =
              "Menze et al. 2015, doi:10.1109/TMI.2014.2377694; Bakas et al. 2017, "
              "doi:10.1038/sdata.2017.117",
          .recognises =
              [](const Folder& folder) {
                return !mapping_files(folder).empty() || has_brats_image(folder);
              },
          .read = read_brats};
}

}  // namespace secondsite::cohort::datasets
