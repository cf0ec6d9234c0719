// Any bytes as a CSV: no crash, and the fast reader agrees with the simple one to the letter.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/csv_table.h"
#include "secondsite/cohort/roles.h"

using namespace secondsite;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

std::string read_by(const cohort::Bytes& bytes, cohort::csv::Method method) {
  core::Findings findings;
  const core::Context context;
  const auto table = cohort::parse_csv(bytes, "fuzz.csv", context, findings, method);
  if (!table) return table.error().text();
  std::string out = cohort::csv_text(*table);
  for (const core::Finding& finding : findings.sorted())
    out += finding.code + " " + std::to_string(finding.count) + "\n";
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const core::Context context;
  core::Findings findings;
  cohort::Bytes bytes{std::make_shared<int>(0), text};
  if (cohort::is_gzip(text)) {
    auto expanded = cohort::expand_gzip(text, "fuzz.gz", context,
                                        {.always = 1 << 20, .ratio = 20, .at_most = 1 << 22});
    if (!expanded) return 0;
    bytes = *expanded;
  }
  const std::string simple = read_by(bytes, cohort::csv::Method::simple);
  must(simple == read_by(bytes, cohort::csv::Method::automatic));
  must(simple == read_by(bytes, cohort::csv::Method::plain));
  const auto table = cohort::parse_csv(bytes, "fuzz.csv", context, findings);
  if (!table || table->columns().size() > 64) return 0;
  for (const cohort::Column& column : table->columns()) {
    const cohort::Numbers numbers = column.cells->numbers(1);
    const cohort::Categories categories = column.cells->categories(1);
    must(numbers.value.size() == table->rows() && categories.code.size() == table->rows());
    std::uint64_t blanks = 0;
    for (const std::uint32_t code : categories.code) {
      must(code == cohort::Categories::blank || code < categories.levels.size());
      blanks += code == cohort::Categories::blank ? 1 : 0;
    }
    must(blanks == numbers.blanks);
  }
  const cohort::Roles roles = cohort::guess_roles(*table, context);
  must(roles.patient.empty() || table->find(roles.patient) != nullptr);
  for (const cohort::FindingColumns& finding : roles.findings)
    must(table->find(finding.score) != nullptr && table->find(finding.label) != nullptr);
  return 0;
}
