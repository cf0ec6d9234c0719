#include "cohort_counts.h"
#include "secondsite/cohort/site_finding.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* counted = "counted from name_mapping_2019.csv by another program";

void run(const std::string& folder, Recorder& record) try {
  const CohortCounts mapping(folder + "/name_mapping_2019.csv", "brats");
  record.expect("cases of 2019", 335, mapping.rows(), 0, counted);
  record.expect("high grade", 259, mapping.having("grade", "HGG"), 0, counted);
  record.expect("low grade", 76, mapping.having("grade", "LGG"), 0, counted);
  const std::pair<const char*, double> sites[] = {
      {"CBICA", 129}, {"TCIA10", 35}, {"TCIA02", 34}, {"2013", 30},   {"TCIA01", 22},
      {"TCIA08", 14}, {"TCIA13", 13}, {"TCIA03", 12}, {"TCIA09", 11}, {"TMC", 9},
      {"TCIA04", 8},  {"TCIA06", 8},  {"TCIA12", 6},  {"TCIA05", 4}};
  for (const auto& [site, cases] : sites)
    record.expect(std::string("site ") + site, cases, mapping.having("site", site), 0, counted);
  record.expect("sites", 14, mapping.distinct("site"), 0, counted);
  record.expect("cases with a TCGA barcode", 167,
                mapping.rows() - mapping.having("tcga_source_site", ""), 0, counted);
  const auto purity = cohort::purity(mapping.table(), "site", "tcga_source_site", 2);
  if (!purity) throw std::runtime_error(purity.error().text());
  record.expect("barcodes whose tissue source site the BraTS site tells", 167,
                static_cast<double>(purity->agreeing), 0,
                "each of the 11 TCIA codes holds one tissue source site");

  const CohortCounts survival(folder + "/survival_info_2020.csv", "brats");
  record.expect("survival rows of 2020", 236, survival.rows(), 0, "published table");
  record.expect("alive when last seen", 1, survival.having("survival_event", "0"), 0,
                "case 084: ALIVE (361 days later)");
  record.expect("days of case 084", 361, std::stod(survival.table().find("survival_days")->raw([&] {
                  const auto* study = survival.table().find("study");
                  std::size_t row = 0;
                  while (study->raw(row) != "BraTS20_Training_084") ++row;
                  return row;
                }())),
                0, "case 084: ALIVE (361 days later)");
  record.expect("sites that 2020's identifiers state", 0, survival.distinct("site"), 0,
                "2020 numbers its cases anew");
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet brats() {
  return {.id = "brats",
          .title = "BraTS 2019 and 2020: identifiers, sites, survival",
          .note = "Counts are exact.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
