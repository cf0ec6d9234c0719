#include "secondsite/cohort/repeated_rows.h"

#include <algorithm>
#include <numeric>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/core/random.h"

namespace secondsite::cohort {
namespace {

constexpr core::Random mixer(0, "cohort.identical-rows");

bool all_differ(std::vector<std::uint64_t> keys) {
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) == keys.end();
}

bool are_alike(std::span<const Column* const> columns, std::size_t a, std::size_t b) {
  std::string of_a;
  std::string of_b;
  return std::all_of(columns.begin(), columns.end(), [&](const Column* column) {
    return plain_content(*column, a, of_a) == plain_content(*column, b, of_b);
  });
}

}  // namespace

std::string_view plain_content(const Column& column, std::size_t row, std::string& scratch) {
  const std::string_view cell = trimmed(column.cells->raw(row, scratch));
  return is_blank(cell) ? std::string_view() : cell;
}

// Rows are told apart by a key that grows column by column, and it ends as soon as all differ,
// which is at the first column of identifiers. Rows whose keys are the same are compared cell by
// cell.
std::vector<Repeat> repeated_rows(const Table& table, std::span<const Column* const> columns,
                                  const core::Context& context) {
  const std::size_t rows = table.rows();
  if (rows < 2 || columns.empty()) return {};
  std::vector<std::uint64_t> keys(rows, 0);
  std::string scratch;
  for (const Column* column : columns) {
    if (context.stopped()) return {};
    for (std::size_t row = 0; row < rows; ++row)
      keys[row] = mixer.bits(keys[row], core::key_of(plain_content(*column, row, scratch)));
    column->cells->rest();
    if (all_differ(keys)) return {};
  }
  std::vector<std::uint32_t> order(rows);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return keys[a] != keys[b] ? keys[a] < keys[b] : a < b;
  });
  std::vector<Repeat> repeats;
  for (std::size_t begin = 0; begin < rows;) {
    std::size_t end = begin + 1;
    for (; end < rows && keys[order[end]] == keys[order[begin]]; ++end)
      if (are_alike(columns, order[begin], order[end]))
        repeats.push_back({order[end], order[begin]});
    begin = end;
  }
  std::sort(repeats.begin(), repeats.end(),
            [](const Repeat& a, const Repeat& b) { return a.row < b.row; });
  return repeats;
}

}  // namespace secondsite::cohort
