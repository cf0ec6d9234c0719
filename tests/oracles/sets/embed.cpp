#include <map>

#include "oracle.h"
#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/table.h"
#include "secondsite/core/embedded_table.h"

namespace secondsite::cohort::tables {
std::span<const core::EmbeddedTable> all();
}

namespace secondsite::oracles::sets {
namespace {

// The legend has a mark at its front, blanks behind codes and meanings, and rows without a code.
void run(const std::string& folder, Recorder& record) {
  core::Findings findings;
  const auto legend =
      cohort::read_table(folder + "/AWS_Open_Data_Clinical_Legend.csv", {}, findings);
  if (!legend) return record.fail(legend.error().text());
  constexpr const char* counted = "counted by another program";
  record.expect("rows of the legend", 1172, static_cast<double>(legend->rows()), 0, counted);
  record.expect("byte order marks", 1, static_cast<double>(findings.count("table.byte-order-mark")),
                0, "SOURCE.md");
  const cohort::Column* field = legend->find("Header in export");
  const cohort::Column* code = legend->find("Code");
  const cohort::Column* meaning = legend->find("Meaning");
  if (field == nullptr || code == nullptr || meaning == nullptr)
    return record.fail("the legend has other columns");
  double without_code = 0;
  std::map<std::pair<std::string, std::string>, std::string> meanings;
  std::map<std::string, double> codes;
  for (std::size_t row = 0; row < legend->rows(); ++row) {
    const std::string one(cohort::trimmed(code->raw(row)));
    without_code += one.empty() ? 1 : 0;
    meanings.emplace(std::pair(field->raw(row), one), cohort::trimmed(meaning->raw(row)));
    ++codes[field->raw(row)];
  }
  record.expect("rows without a code", 42, without_code, 0, counted);
  std::map<std::string, double> ours;
  const auto& table = core::embedded_table(cohort::tables::all(), "embed_codes");
  for (const auto& row : table.rows()) {
    const std::pair key{std::string(row.at(0)), std::string(row.at(1))};
    ++ours[key.first];
    record.expect(
        key.first + " " + key.second + " means what the legend says: " + std::string(row.at(3)), 1,
        meanings[key] == row.at(3) ? 1 : 0, 0, "AWS_Open_Data_Clinical_Legend.csv");
  }
  for (const auto& [name, count] : ours)
    record.expect("codes of " + name, codes[name], count, 0, "AWS_Open_Data_Clinical_Legend.csv");
  const std::string order = "ANBPSMK";
  for (const auto& row : table.rows())
    if (row.at(0) == "asses" && !row.at(2).empty())
      record.expect("BI-RADS category of " + std::string(row.at(1)),
                    static_cast<double>(order.find(row.at(1))),
                    core::parse_number(row.at(2)).value_or(-1), 0, "SOURCE.md");
}

}  // namespace

OracleSet embed() {
  return {.id = "embed",
          .title = "EMBED: what its codes mean",
          .note =
              "The tables of findings and images are under access control; their join is tested "
              "on a synthetic copy of the layout.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
