#include "secondsite/cohort/published.h"

#include <algorithm>

#include "secondsite/core/embedded_table.h"

namespace secondsite::cohort {

namespace tables {
std::span<const core::EmbeddedTable> all();
}

namespace {

// Rows of `table` for which every "column=value" of `where` holds.
std::vector<std::uint8_t> rows_where(const Table& table, std::string_view where, unsigned threads) {
  std::vector<std::uint8_t> keep(table.rows(), 1);
  if (where.empty()) return keep;
  for (const std::string& part : core::split(where, '&')) {
    const std::size_t sign = part.find('=');
    const Column* column = table.find(part.substr(0, sign));
    if (column == nullptr) return std::vector<std::uint8_t>(table.rows(), 0);
    const Categories cells = column->cells->categories(threads);
    for (std::size_t row = 0; row < keep.size(); ++row)
      if (cells.code[row] == Categories::blank ||
          cells.levels[cells.code[row]] != part.substr(sign + 1))
        keep[row] = 0;
  }
  return keep;
}

std::uint64_t count_of(const Table& table, const std::string& what,
                       const std::vector<std::uint8_t>& keep, unsigned threads) {
  if (what == "rows") return static_cast<std::uint64_t>(std::count(keep.begin(), keep.end(), 1));
  // "images" are the distinct values of the column "image"; "studies" and "series" end otherwise.
  const std::string column = what == "studies"  ? "study"
                             : what == "series" ? what
                                                : what.substr(0, what.size() - 1);
  const Column* found = table.find(column);
  if (found == nullptr) return 0;
  const Categories cells = found->cells->categories(threads);
  std::vector<std::uint8_t> seen(cells.levels.size());
  for (std::size_t row = 0; row < keep.size(); ++row)
    if (keep[row] != 0 && cells.code[row] != Categories::blank) seen[cells.code[row]] = 1;
  return static_cast<std::uint64_t>(std::count(seen.begin(), seen.end(), 1));
}

// "images (brain, multicoil, train)"
std::string in_words(std::string_view what, std::string_view where) {
  std::vector<std::string> values;
  if (!where.empty())
    for (const std::string& part : core::split(where, '&'))
      values.push_back(part.substr(part.find('=') + 1));
  return std::string(what) + (values.empty() ? "" : " (" + core::join(values, ", ") + ")");
}

}  // namespace

std::vector<PublishedCount> compare_with_published(const Table& table, std::string_view dataset,
                                                   unsigned threads, core::Findings& findings) {
  std::vector<PublishedCount> out;
  for (const auto& row : core::embedded_table(tables::all(), "published_counts").rows()) {
    if (row.at(0) != dataset) continue;
    PublishedCount one{.what = in_words(row.at(1), row.at(2)), .source = std::string(row.at(4))};
    one.published = static_cast<std::uint64_t>(core::parse_number(row.at(3)).value_or(0));
    one.found =
        count_of(table, std::string(row.at(1)), rows_where(table, row.at(2), threads), threads);
    if (one.found == 0) continue;
    if (one.found > one.published)
      findings.add(core::Severity::warning, "dataset.more-than-published", one.what,
                   core::grouped(one.found) + " are here, and " + core::grouped(one.published) +
                       " were published",
                   {.file = table.origin()});
    out.push_back(std::move(one));
  }
  return out;
}

core::Json to_json(const std::vector<PublishedCount>& counts) {
  core::Json out = core::Json::array();
  for (const PublishedCount& one : counts)
    out.push_back({{"what", one.what},
                   {"published", one.published},
                   {"found", one.found},
                   {"source", one.source}});
  return out;
}

}  // namespace secondsite::cohort
