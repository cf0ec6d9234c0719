#include "secondsite/evaluation/stratifier.h"

namespace secondsite::evaluation::stratifiers {
namespace {

// More different numbers than this, and a number column is cut rather than listed.
constexpr std::size_t few_values = 12;

bool fits(const cohort::Table& table, const std::string& column, unsigned threads) {
  const auto found = table.column(column);
  if (!found) return false;
  const cohort::Numbers numbers = (*found)->cells->numbers(threads);
  // A few cells that are no numbers do not make a text column of it; they stay blank.
  if (20 * numbers.malformed > numbers.value.size() || numbers.blanks == numbers.value.size())
    return false;
  return (*found)->cells->categories(threads).levels.size() > few_values;
}

// Ages are cut where trials cut them; other numbers at their quartiles.
core::Result<cohort::Categories> cut(const cohort::Table& table, const std::string& column,
                                     unsigned threads) {
  const auto found = table.column(column);
  if (!found) return core::Error(found.error());
  const cohort::Numbers numbers = (*found)->cells->numbers(threads);
  std::string folded = column;
  for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::vector<double> edges;
  if (folded.find("age") != std::string::npos && folded.find("image") == std::string::npos) {
    edges = {18, 40, 65};
  } else {
    std::vector<double> known;
    for (const double value : numbers.value)
      if (std::isfinite(value)) known.push_back(value);
    std::sort(known.begin(), known.end());
    for (const double share : {0.25, 0.5, 0.75}) {
      const double edge =
          known[static_cast<std::size_t>(share * static_cast<double>(known.size() - 1))];
      if (edge > known.front() && (edges.empty() || edge > edges.back())) edges.push_back(edge);
    }
  }
  return cohort::cut_bands(table, column, edges, threads);
}

}  // namespace

Stratifier bands() {
  return {.id = "bands",
          .title = "Numbers cut into bands: ages at 18, 40 and 65, others at their quartiles",
          .priority = 2,
          .fits = fits,
          .cut = cut};
}

}  // namespace secondsite::evaluation::stratifiers
