#include "secondsite/cohort/check.h"
#include "secondsite/core/text.h"

#include <unordered_map>

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

// Two rows are identical where they have the same category in every column. Rows are told apart
// column by column, and it ends as soon as all differ, which is at the first column of identifiers.
void run(const Table& table, const Roles&, const core::Context& context, core::Findings& findings) {
  const std::size_t rows = table.rows();
  if (rows < 2 || table.columns().empty()) return;
  constexpr std::uint32_t none = Categories::blank;
  std::vector<std::uint32_t> group(rows, 0);
  std::size_t groups = 1;
  for (const Column& column : table.columns()) {
    const Categories cells = column.cells->categories(context.threads);
    std::unordered_map<std::uint64_t, std::uint32_t> seen;
    for (std::size_t row = 0; row < rows; ++row) {
      const std::uint64_t pair = (std::uint64_t{group[row]} << 32) | cells.code[row];
      group[row] = seen.emplace(pair, static_cast<std::uint32_t>(seen.size())).first->second;
    }
    groups = seen.size();
    if (groups == rows) return;
  }
  std::vector<std::uint32_t> first_row(groups, none);
  for (std::size_t row = 0; row < rows; ++row) {
    std::uint32_t& first = first_row[group[row]];
    if (first == none) {
      first = static_cast<std::uint32_t>(row);
      continue;
    }
    findings.add(Severity::warning, "cohort.identical-rows", "",
                 "this row repeats row " + core::grouped(first + 1) + " in every column",
                 {.file = table.origin(), .row = row + 1});
  }
}

}  // namespace

Check identical_rows() {
  return {.id = "identical-rows", .title = "No row repeats another in every column", .run = run};
}

}  // namespace secondsite::cohort::checks
