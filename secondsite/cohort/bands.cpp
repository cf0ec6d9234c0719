#include <cmath>
#include <map>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/selection.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

std::vector<std::string> band_names(const std::vector<double>& edges) {
  const bool whole = std::all_of(edges.begin(), edges.end(), [](double edge) {
    return edge == std::floor(edge) && std::fabs(edge) < 1e15;
  });
  std::vector<std::string> names;
  names.push_back("<" + core::exact(edges.front()));
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    if (!whole)
      names.push_back("[" + core::exact(edges[i]) + ", " + core::exact(edges[i + 1]) + ")");
    else if (edges[i + 1] == edges[i] + 1)
      names.push_back(core::exact(edges[i]));
    else
      names.push_back(core::exact(edges[i]) + "–" + core::exact(edges[i + 1] - 1));
  }
  names.push_back(whole ? core::exact(edges.back()) + "+" : "≥" + core::exact(edges.back()));
  return names;
}

}  // namespace

core::Result<Categories> cut_bands(const Table& table, const std::string& column,
                                   const std::vector<double>& edges, unsigned threads) {
  const auto found = table.column(column);
  if (!found) return core::Error(found.error()).while_doing("cutting bands");
  const core::Location where{.file = table.origin(), .column = column};
  const bool rising = !edges.empty() && std::all_of(edges.begin(), edges.end(), [](double e) {
    return std::isfinite(e);
  }) && std::adjacent_find(edges.begin(), edges.end(), std::greater_equal<>()) == edges.end();
  if (!rising)
    return core::Error("cohort.bad-bands",
                       "the edges of bands are finite numbers that rise, at least one", where);
  const Numbers numbers = (*found)->cells->numbers(threads);
  if (numbers.malformed > 0) {
    const std::string cell = (*found)->raw(numbers.first_malformed_row - 1).substr(0, 60);
    return core::Error(
               "table.not-a-number", "\"" + cell + "\" is not a number: " + why_not_a_number(cell),
               {.file = table.origin(), .row = numbers.first_malformed_row, .column = column})
        .while_doing("cutting bands of \"" + column + "\"");
  }
  Categories out;
  out.levels = band_names(edges);
  out.code.resize(numbers.value.size(), Categories::blank);
  for (std::size_t row = 0; row < numbers.value.size(); ++row) {
    const double value = numbers.value[row];
    if (numbers.state[row] != CellState::ok || std::isnan(value)) continue;
    out.code[row] = static_cast<std::uint32_t>(std::upper_bound(edges.begin(), edges.end(), value) -
                                               edges.begin());
  }
  return out;
}

Categories cross(const Categories& a, const Categories& b) {
  Categories out;
  const std::size_t rows = std::min(a.code.size(), b.code.size());
  out.code.resize(rows, Categories::blank);
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> seen;
  for (std::size_t row = 0; row < rows; ++row)
    if (a.code[row] != Categories::blank && b.code[row] != Categories::blank)
      seen[{a.code[row], b.code[row]}] = 0;
  for (auto& [pair, code] : seen) {
    code = static_cast<std::uint32_t>(out.levels.size());
    out.levels.push_back(a.levels[pair.first] + " × " + b.levels[pair.second]);
  }
  for (std::size_t row = 0; row < rows; ++row)
    if (a.code[row] != Categories::blank && b.code[row] != Categories::blank)
      out.code[row] = seen[{a.code[row], b.code[row]}];
  return out;
}

}  // namespace secondsite::cohort
