#include <algorithm>
#include <numeric>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/check.h"
#include "secondsite/core/random.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

constexpr core::Random mixer(0, "cohort.identical-rows");

// A cell as it counts here: without the spaces around it, all blanks alike.
std::string_view content(const Column& column, std::size_t row, std::string& scratch) {
  const std::string_view cell = trimmed(column.cells->raw(row, scratch));
  return is_blank(cell) ? std::string_view() : cell;
}

bool all_differ(std::vector<std::uint64_t> keys) {
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) == keys.end();
}

bool are_alike(const Table& table, std::size_t a, std::size_t b) {
  std::string of_a;
  std::string of_b;
  return std::all_of(table.columns().begin(), table.columns().end(), [&](const Column& column) {
    return content(column, a, of_a) == content(column, b, of_b);
  });
}

// Rows are told apart by a key that grows column by column, and it ends as soon as all differ,
// which is at the first column of identifiers. Rows whose keys are the same are compared cell by
// cell.
void run(const Table& table, const Roles&, const core::Context& context, core::Findings& findings) {
  const std::size_t rows = table.rows();
  if (rows < 2 || table.columns().empty()) return;
  std::vector<std::uint64_t> keys(rows, 0);
  std::string scratch;
  for (const Column& column : table.columns()) {
    if (context.stopped()) return;
    for (std::size_t row = 0; row < rows; ++row)
      keys[row] = mixer.bits(keys[row], core::key_of(content(column, row, scratch)));
    if (all_differ(keys)) return;
  }
  std::vector<std::uint32_t> order(rows);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return keys[a] != keys[b] ? keys[a] < keys[b] : a < b;
  });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> repeats;  // row, the first that it repeats
  for (std::size_t begin = 0; begin < rows;) {
    std::size_t end = begin + 1;
    for (; end < rows && keys[order[end]] == keys[order[begin]]; ++end)
      if (are_alike(table, order[begin], order[end]))
        repeats.emplace_back(order[end], order[begin]);
    begin = end;
  }
  std::sort(repeats.begin(), repeats.end());
  for (const auto& [row, first] : repeats)
    findings.add(
        Severity::warning, "cohort.identical-rows", "",
        "this row repeats row " + core::grouped(std::uint64_t{first} + 1) + " in every column",
        {.file = table.origin(), .row = std::size_t{row} + 1});
}

}  // namespace

Check identical_rows() {
  return {.id = "identical-rows", .title = "No row repeats another in every column", .run = run};
}

}  // namespace secondsite::cohort::checks
