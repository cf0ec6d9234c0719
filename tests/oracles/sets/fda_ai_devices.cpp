#include <algorithm>
#include <map>

#include "csv.h"
#include "oracle.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* list = "FDA list of AI-enabled devices to 2025-09-29, counted in SOURCE.md";

double count_of(const std::map<std::string, double>& counts, const std::string& key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

void check(const std::string& folder, Recorder& record) {
  try {
    const Csv file(folder + "/devices.csv");
    std::map<std::string, double> panel;
    std::map<std::string, double> radiology_code;
    std::map<std::string, double> route;
    const auto panels = file.texts("panel");
    const auto codes = file.texts("code");
    const auto submissions = file.texts("submission_id");
    for (std::size_t row = 0; row < file.rows(); ++row) {
      ++panel[panels[row]];
      if (panels[row] == "Radiology") ++radiology_code[codes[row]];
      // K and P carry their number at once; De Novo requests begin with DEN.
      ++route[submissions[row].substr(0, submissions[row].starts_with("DEN") ? 3 : 1)];
    }
    const auto n = static_cast<double>(file.rows());
    record.expect("devices", 1357, n, 0, list);
    record.expect("Radiology", 1039, count_of(panel, "Radiology"), 0, list);
    record.expect("Radiology, %", 76.6, 100 * count_of(panel, "Radiology") / n, 0.05, list);
    record.expect("Cardiovascular", 130, count_of(panel, "Cardiovascular"), 0, list);
    record.expect("Neurology", 61, count_of(panel, "Neurology"), 0, list);
    record.expect("510(k)", 1304, count_of(route, "K"), 0, list);
    record.expect("510(k), %", 96.1, 100 * count_of(route, "K") / n, 0.05, list);
    record.expect("De Novo", 37, count_of(route, "DEN"), 0, list);
    record.expect("premarket approval", 16, count_of(route, "P"), 0, list);
    for (const auto& [code, expected] : std::map<std::string, double>{
             {"QIH", 236}, {"LLZ", 159}, {"IYN", 101}, {"JAK", 88}, {"LNH", 87}, {"QAS", 75}})
      record.expect("radiology code " + code, expected, count_of(radiology_code, code), 0, list);
  } catch (const std::exception& trouble) {
    record.fail(trouble.what());
  }
}

}  // namespace

OracleSet fda_ai_devices() {
  return {.id = "fda-ai-devices",
          .title = "FDA list of AI-enabled medical devices",
          .note = "Counts are exact; shares to half a unit of the printed digit.",
          .run = check};
}

}  // namespace secondsite::oracles::sets
