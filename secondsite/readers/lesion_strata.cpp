#include "secondsite/readers/lesion_strata.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "secondsite/cohort/table.h"
#include "secondsite/core/text.h"

namespace secondsite::readers {
namespace {

constexpr const char* unknown_series = "not in the table";

// The cell of `column` for each key; of cells that differ, the first in order.
core::Result<std::map<std::string, std::string>> by_key(const cohort::Table& table,
                                                        const std::string& key,
                                                        const std::string& column,
                                                        core::Findings* findings) {
  auto keys = table.column(key);
  if (!keys) return std::move(keys).error();
  auto cells = table.column(column);
  if (!cells) return std::move(cells).error();
  std::map<std::string, std::set<std::string>> all;
  for (std::size_t r = 0; r < table.rows(); ++r)
    all[std::string(core::trim((*keys)->raw(r)))].insert(std::string(core::trim((*cells)->raw(r))));
  std::map<std::string, std::string> out;
  for (const auto& [name, values] : all) {
    out.emplace(name, *values.begin());
    if (values.size() > 1 && findings != nullptr)
      findings->add(core::Severity::note, "readers.several-values", column,
                    "the first of them in order was taken: " + *values.begin(),
                    {.file = table.origin(), .row = std::nullopt, .column = column, .tag = name});
  }
  return out;
}

std::vector<std::string> looked_up(const std::vector<std::string>& keys,
                                   const std::map<std::string, std::string>& of) {
  std::vector<std::string> out;
  for (const std::string& key : keys) {
    const auto found = of.find(key);
    out.push_back(found == of.end() ? unknown_series : found->second);
  }
  return out;
}

constexpr const char* bands[] = {"below 1 mm", "1 to 2 mm", "2 to 3 mm", "3 mm and more",
                                 "one slice outlined"};

const char* band(double step_mm) {
  if (step_mm <= 0) return bands[4];
  return step_mm < 1 ? bands[0] : step_mm < 2 ? bands[1] : step_mm < 3 ? bands[2] : bands[3];
}

// Numbers by size, then texts, then what is not there.
std::vector<std::string> ordered(const std::vector<std::string>& levels) {
  const std::set<std::string> each(levels.begin(), levels.end());
  std::vector<std::string> out(each.begin(), each.end());
  const auto rank = [](const std::string& level) {
    const auto number = core::parse_number(level);
    return std::tuple(level == unknown_series, !number.has_value(), number.value_or(0));
  };
  std::stable_sort(out.begin(), out.end(),
                   [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
  return out;
}

}  // namespace

core::Result<std::vector<SeriesStrata>> strata_of(const std::vector<LinkedSeries>& series,
                                                  const StrataRequest& request,
                                                  const core::Context& context,
                                                  core::Findings& findings) {
  if (request.on.size() + 1 < request.tables.size())
    return core::Error("config.bad-value",
                       "there are " + core::counted(request.tables.size(), "table") +
                           " of strata and " + core::counted(request.on.size(), "key"),
                       {}, "name the key of each further table: --on LEFT=RIGHT");
  std::vector<cohort::Table> tables;
  // The key of each series in each table.
  std::vector<std::vector<std::string>> keys;
  for (std::size_t t = 0; t < request.tables.size(); ++t) {
    auto table = cohort::read_table(request.tables[t], context, findings);
    if (!table) return std::move(table).error();
    tables.push_back(*std::move(table));
  }
  std::vector<std::string> key_column(tables.size(), request.series_column);
  for (std::size_t t = 0; t < tables.size(); ++t) {
    std::vector<std::string> own;
    if (t == 0) {
      for (const LinkedSeries& one : series) own.push_back(one.series_uid);
    } else {
      const std::string& on = request.on[t - 1];
      const std::size_t equals = on.find('=');
      const std::string left = on.substr(0, equals);
      key_column[t] = equals == std::string::npos ? on : on.substr(equals + 1);
      const cohort::Table* holder = nullptr;
      std::size_t at = 0;
      for (std::size_t u = 0; u < t && holder == nullptr; ++u)
        if (tables[u].find(left) != nullptr) holder = &tables[at = u];
      if (holder == nullptr) return tables[0].column(left).error();
      auto of = by_key(*holder, key_column[at], left, nullptr);
      if (!of) return std::move(of).error();
      own = looked_up(keys[at], *of);
    }
    keys.push_back(std::move(own));
  }
  std::vector<SeriesStrata> out;
  for (const std::string& column : request.by) {
    std::size_t at = 0;
    while (at < tables.size() && tables[at].find(column) == nullptr) ++at;
    if (at == tables.size()) return tables.back().column(column).error();
    auto of = by_key(tables[at], key_column[at], column, &findings);
    if (!of) return std::move(of).error();
    std::vector<std::string> level = looked_up(keys[at], *of);
    std::vector<std::string> order = ordered(level);
    out.push_back({column, std::move(level), std::move(order)});
  }
  return out;
}

SeriesStrata strata_by_spacing(const std::vector<LinkedSeries>& series) {
  SeriesStrata out{.name = "Distance of slices"};
  for (const LinkedSeries& one : series) out.level.emplace_back(band(one.step_mm));
  for (const char* name : bands)
    if (std::find(out.level.begin(), out.level.end(), name) != out.level.end())
      out.order.emplace_back(name);
  return out;
}

}  // namespace secondsite::readers
