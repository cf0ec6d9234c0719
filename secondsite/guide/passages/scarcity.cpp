#include <cmath>
#include <set>

#include "secondsite/core/text.h"
#include "secondsite/guide/data.h"
#include "secondsite/guide/printed.h"

namespace secondsite::guide::passages {
namespace {

// Table 1 as it is printed; 0 where it prints no number.
struct Collection {
  std::string_view name;
  double images;  // or scans, exams, raw studies: `unit`
  double patients;
  std::string_view unit;
  bool three_d;
};
constexpr Collection table_1[] = {
    {"TCIA", 0, 0, "", true},
    {"MIMIC-CXR", 377110, 65379, "images", false},
    {"CheXpert", 224316, 65240, "images", false},
    {"ChestX-ray14", 112120, 30805, "images", false},
    {"PadChest", 160868, 67000, "images", false},
    {"LIDC-IDRI", 1018, 0, "scans", true},
    {"BraTS / TCGA glioma", 0, 0, "hundreds of cases", true},
    {"RSNA ICH", 25000, 0, "exams", true},
    {"EMBED", 3.4e6, 110000, "images", false},
    {"fastMRI", 8500, 0, "raw studies", true},
    {"UK Biobank imaging", 0, 100000, "participants", true},
};

void add_internal_checks(PassageResult& result) {
  result.numbers.push_back(
      statement("MIMIC-CXR images per patient", "377,110 images, 65,379 patients", true,
                377110.0 / 65379, "images", "377,110/65,379",
                "A patient has several images: the patient, not the image, is the "
                "unit of every interval."));
  result.numbers.push_back(statement("MIMIC-CXR images per study", "227,835 studies",
                                     377110 > 227835 && 227835 > 65379, 377110.0 / 227835, "images",
                                     "377,110/227,835"));
  double largest_radiographs = 0;
  double largest = 0;
  std::string_view largest_name;
  for (const Collection& each : table_1) {
    if (each.unit != "images") continue;
    if (each.images > largest) {
      largest = each.images;
      largest_name = each.name;
    }
    if (each.name != "EMBED") largest_radiographs = std::max(largest_radiographs, each.images);
  }
  result.numbers.push_back(
      statement("the largest labelled sets are chest radiographs", "2D chest radiographs",
                largest == largest_radiographs, largest / largest_radiographs, "times",
                "largest image count of Table 1 over the largest of chest radiographs",
                "By the table's own numbers the largest is " + std::string(largest_name) +
                    " (mammography). Chest radiographs lead by number of public sets."));
  const double orders = std::log10(377110.0 / 1018);
  result.numbers.push_back(statement(
      "3D sets are smaller by", "one to three orders of magnitude", orders >= 1 && orders <= 3,
      orders, "orders of magnitude", "MIMIC-CXR images over LIDC-IDRI scans",
      "RSNA ICH (25,000 exams) is " + readable(std::log10(377110.0 / 25000)) + " orders smaller."));
}

void add_nih(const PassageInput& input, PassageResult& result) {
  const auto table = table_if_there(input, "nih-chexnet/Data_Entry_2017_v2020.csv.gz",
                                    "ChestX-ray14 counted from its own table", result);
  if (!table) return;
  const std::vector<std::string> patients = texts(*table, "Patient ID");
  const std::set<std::string> distinct(patients.begin(), patients.end());
  result.numbers.push_back(compare({"ChestX-ray14 images", "112,120", "112,120"},
                                   static_cast<double>(table->rows()), "images",
                                   "rows of Data_Entry_2017_v2020"));
  result.numbers.push_back(compare({"ChestX-ray14 patients", "30,805", "30,805"},
                                   static_cast<double>(distinct.size()), "patients",
                                   "distinct Patient ID"));
}

void add_lidc(const PassageInput& input, PassageResult& result) {
  const auto table = table_if_there(input, "lidc_idri/LIDC-IDRI_MetaData.csv",
                                    "LIDC-IDRI scans counted from its series table", result);
  if (!table) return;
  const std::vector<std::string> modality = texts(*table, "Modality");
  const std::vector<std::string> series = texts(*table, "Series UID");
  const std::vector<std::string> patient = texts(*table, "Patient Id");
  std::set<std::string> scans;
  std::set<std::string> patients;
  for (std::size_t row = 0; row < modality.size(); ++row) {
    if (modality[row] != "CT") continue;
    scans.insert(series[row]);
    patients.insert(patient[row]);
  }
  result.numbers.push_back(compare({"LIDC-IDRI scans", "1,018", "1,018"},
                                   static_cast<double>(scans.size()), "scans",
                                   "distinct CT series of the collection's series table",
                                   "Of " + core::grouped(patients.size()) + " patients."));
}

void add_brats(const PassageInput& input, PassageResult& result) {
  const auto table =
      table_if_there(input, "brats/name_mapping_2019.csv", "BraTS cases counted", result);
  if (!table) return;
  const double cases = static_cast<double>(table->rows());
  result.numbers.push_back(statement("BraTS cases", "hundreds of cases",
                                     cases >= 200 && cases < 1000, cases, "cases",
                                     "rows of the 2019 name mapping"));
}

core::Result<PassageResult> recompute_scarcity(const PassageInput& input) {
  PassageResult result;
  add_internal_checks(result);
  add_nih(input, result);
  add_lidc(input, result);
  add_brats(input, result);
  result.skipped.push_back(
      "the totals of TCIA, MIMIC-CXR, CheXpert, PadChest, RSNA ICH, EMBED, fastMRI and UK Biobank "
      "stand as "
      "their publications state them: no file here counts them");
  return result;
}

}  // namespace

Passage scarcity() {
  return {.id = "scarcity",
          .title = "The data sets of Table 1",
          .order = 60,
          .run = recompute_scarcity};
}

}  // namespace secondsite::guide::passages
