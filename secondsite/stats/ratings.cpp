#include "secondsite/stats/ratings.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace secondsite::stats {
namespace {

// Patterns in order of first appearance.
class PatternTable {
 public:
  explicit PatternTable(Ratings& ratings) : ratings_(ratings) {}

  std::uint32_t number(const std::vector<std::uint64_t>& pattern) {
    const auto [entry, is_new] =
        numbers_.try_emplace(pattern, static_cast<std::uint32_t>(ratings_.patterns()));
    if (is_new) {
      for (const std::uint64_t reading : pattern) {
        ratings_.reader.push_back(static_cast<std::uint32_t>(reading >> 32U));
        ratings_.code.push_back(static_cast<std::uint32_t>(reading));
      }
      ratings_.start.push_back(static_cast<std::uint32_t>(ratings_.reader.size()));
    }
    return entry->second;
  }

 private:
  Ratings& ratings_;
  std::map<std::vector<std::uint64_t>, std::uint32_t> numbers_;
};

std::uint64_t reading_of(std::uint32_t reader, std::size_t code) {
  return (std::uint64_t{reader} << 32U) | code;
}

}  // namespace

Ratings ratings_from(std::span<const double> value, std::uint32_t readers,
                     std::span<const double> categories) {
  Ratings out;
  out.readers = readers;
  out.category.assign(categories.begin(), categories.end());
  for (const double v : value)
    if (std::isfinite(v)) out.category.push_back(v);
  std::sort(out.category.begin(), out.category.end());
  out.category.erase(std::unique(out.category.begin(), out.category.end()), out.category.end());
  PatternTable table(out);
  std::vector<std::uint64_t> pattern;
  for (std::size_t i = 0; readers > 0 && i + readers <= value.size(); i += readers) {
    pattern.clear();
    for (std::uint32_t r = 0; r < readers; ++r) {
      const double v = value[i + r];
      if (!std::isfinite(v)) continue;
      const auto at = std::lower_bound(out.category.begin(), out.category.end(), v);
      pattern.push_back(reading_of(r, static_cast<std::size_t>(at - out.category.begin())));
    }
    out.pattern_of_unit.push_back(table.number(pattern));
  }
  return out;
}

Ratings pair_of(const Ratings& ratings, std::uint32_t a, std::uint32_t b) {
  Ratings out;
  out.readers = 2;
  out.category = ratings.category;
  PatternTable table(out);
  std::vector<std::uint32_t> number(ratings.patterns());
  std::vector<std::uint64_t> pattern;
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    pattern.clear();
    for (const std::uint32_t wanted : {a, b})
      for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k)
        if (ratings.reader[k] == wanted)
          pattern.push_back(reading_of(wanted == a ? 0 : 1, ratings.code[k]));
    if (pattern.size() < 2) pattern.clear();
    number[p] = table.number(pattern);
  }
  for (const std::uint32_t p : ratings.pattern_of_unit) out.pattern_of_unit.push_back(number[p]);
  return out;
}

std::optional<std::uint32_t> code_of(const Ratings& ratings, std::size_t pattern,
                                     std::uint32_t reader) {
  for (std::uint32_t k = ratings.start[pattern]; k < ratings.start[pattern + 1]; ++k)
    if (ratings.reader[k] == reader) return ratings.code[k];
  return std::nullopt;
}

std::vector<double> unit_counts(const Ratings& ratings) {
  std::vector<double> out(ratings.patterns(), 0);
  for (const std::uint32_t p : ratings.pattern_of_unit) out[p] += 1;
  return out;
}

}  // namespace secondsite::stats
