#include <filesystem>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/cell_text.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

using core::Severity;
constexpr std::size_t nowhere = ~std::size_t{0};

// "ngango3_predictions" for "…/ngango3_predictions.csv.gz"
std::string stem(const std::string& origin) {
  std::string name = std::filesystem::path(origin).filename().string();
  for (const std::string_view ending : {".gz", ".csv", ".tsv", ".txt", ".parquet"})
    if (name.size() > ending.size() && name.ends_with(ending))
      name.resize(name.size() - ending.size());
  return name;
}

bool same_cells(const Column& a, const Column& b, std::size_t rows) {
  std::string scratch_a, scratch_b;
  for (std::size_t row = 0; row < rows; ++row)
    if (trimmed(a.cells->raw(row, scratch_a)) != trimmed(b.cells->raw(row, scratch_b)))
      return false;
  return true;
}

// The first row of each level; a level that stands twice is an error naming both rows.
core::Result<std::vector<std::size_t>> rows_of_levels(const Table& table, const std::string& key,
                                                      const Categories& keys) {
  std::vector<std::size_t> row_of(keys.levels.size(), nowhere);
  for (std::size_t row = 0; row < keys.code.size(); ++row) {
    if (keys.code[row] == Categories::blank) continue;
    std::size_t& first = row_of[keys.code[row]];
    if (first != nowhere)
      return core::Error("table.duplicate-key",
                         "the key \"" + keys.levels[keys.code[row]] + "\" stands in row " +
                             core::grouped(first + 1) + " and again in row " +
                             core::grouped(row + 1) +
                             ", so that a row of the other table would match both",
                         {.file = table.origin(), .row = row + 1, .column = key});
    first = row;
  }
  return row_of;
}

std::string example(const Categories& keys) {
  return keys.levels.empty() ? "(all blank)" : "\"" + keys.levels.front() + "\"";
}

}  // namespace

core::Result<Table> join(const Table& left, const std::string& left_key, const Table& right,
                         const std::string& right_key, core::Findings& findings) {
  const auto left_column = left.column(left_key);
  if (!left_column)
    return core::Error(left_column.error())
        .while_doing("joining " + left.origin() + " with " + right.origin());
  const auto right_column = right.column(right_key);
  if (!right_column)
    return core::Error(right_column.error())
        .while_doing("joining " + left.origin() + " with " + right.origin());
  const Categories left_keys = (*left_column)->cells->categories(1);
  const Categories right_keys = (*right_column)->cells->categories(1);
  const auto right_rows = rows_of_levels(right, right_key, right_keys);
  if (!right_rows) return right_rows.error();

  // A file's levels are sorted, a derived column's may not be; a sorted list of the right ones
  // serves both.
  std::vector<std::pair<std::string_view, std::size_t>> sorted;
  for (std::size_t level = 0; level < right_keys.levels.size(); ++level)
    if ((*right_rows)[level] != nowhere)
      sorted.emplace_back(right_keys.levels[level], (*right_rows)[level]);
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::size_t> partner(left_keys.levels.size(), nowhere);
  for (std::size_t level = 0; level < partner.size(); ++level) {
    const std::string_view key = left_keys.levels[level];
    const auto place = std::lower_bound(sorted.begin(), sorted.end(),
                                        std::pair<std::string_view, std::size_t>(key, 0));
    if (place != sorted.end() && place->first == key) partner[level] = place->second;
  }

  auto kept_left = std::make_shared<std::vector<std::size_t>>();
  auto kept_right = std::make_shared<std::vector<std::size_t>>();
  std::vector<std::uint8_t> used(right.rows(), 0);
  for (std::size_t row = 0; row < left.rows(); ++row) {
    const std::uint32_t code = left_keys.code[row];
    const std::size_t match = code == Categories::blank ? nowhere : partner[code];
    if (match == nowhere) {
      findings.add(Severity::excluded, "table.join-unmatched", left.origin(),
                   "no row of " + right.origin() + " has this row's key, so that it was left out",
                   {.file = left.origin(), .row = row + 1, .column = left_key});
      continue;
    }
    kept_left->push_back(row);
    kept_right->push_back(match);
    used[match] = 1;
  }
  for (std::size_t row = 0; row < right.rows(); ++row)
    if (used[row] == 0)
      findings.add(Severity::note, "table.join-unmatched", right.origin(),
                   "no row of " + left.origin() + " has this row's key, so that it was not used",
                   {.file = right.origin(), .row = row + 1, .column = right_key});
  if (kept_left->empty() && left.rows() > 0 && right.rows() > 0)
    return core::Error("table.join-nothing",
                       "not one key stands in both tables: " + left.origin() + " has keys like " +
                           example(left_keys) + ", " + right.origin() + " like " +
                           example(right_keys),
                       {.file = left.origin(), .column = left_key});

  const bool all_left = kept_left->size() == left.rows();
  std::vector<Column> columns;
  for (const Column& column : left.columns())
    columns.push_back(all_left ? column : selected_column(column, kept_left));
  const auto taken = [&](const std::string& name) {
    return std::find_if(columns.begin(), columns.end(),
                        [&](const Column& column) { return column.name == name; });
  };
  for (const Column& column : right.columns()) {
    if (column.name == right_key) continue;
    Column added = selected_column(column, kept_right);
    if (const auto clash = taken(added.name); clash != columns.end()) {
      if (same_cells(*clash, added, kept_left->size())) {
        findings.add(Severity::note, "table.join-same-column", column.name,
                     "both tables have this column with the same cells; it was kept once",
                     {.file = right.origin(), .column = column.name});
        continue;
      }
      const std::string longer = column.name + " (" + stem(right.origin()) + ")";
      added.name = longer;
      for (int number = 2; taken(added.name) != columns.end(); ++number)
        added.name = longer + " " + std::to_string(number);
      findings.add(Severity::note, "table.join-renamed", column.name,
                   "both tables have a column of this name; that of " + right.origin() +
                       " is now \"" + added.name + "\"",
                   {.file = right.origin(), .column = column.name});
    }
    columns.push_back(std::move(added));
  }
  return Table(left.origin(), kept_left->size(), std::move(columns));
}

}  // namespace secondsite::cohort
