#pragma once
// What readers said about units: categories or numbers, with holes where a reader did not read.
// Units that were read alike share one pattern, so that a coefficient is computed over patterns and
// their weights: the bootstrap changes weights and copies nothing.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace secondsite::stats {

struct Ratings {
  std::uint32_t readers = 0;
  // The value of each category, ascending. Named categories count 0, 1, 2 … in their order.
  std::vector<double> category;
  // Pattern p holds the readings start[p] … start[p + 1] − 1, by ascending reader.
  std::vector<std::uint32_t> start{0};
  std::vector<std::uint32_t> reader;
  std::vector<std::uint32_t> code;  // indexes `category`
  std::vector<std::uint32_t> pattern_of_unit;

  std::size_t units() const { return pattern_of_unit.size(); }
  std::size_t patterns() const { return start.size() - 1; }
  std::size_t categories() const { return category.size(); }
  std::uint32_t readings(std::size_t pattern) const { return start[pattern + 1] - start[pattern]; }
  double value(std::uint32_t reading) const { return category[code[reading]]; }
};

// From a matrix of units × readers, row by row; NaN: not read. `categories`: those that could have
// been given (a scale of 1 to 5 of which nobody gave 2); values that occur are added. Infinite
// values count as not read.
Ratings ratings_from(std::span<const double> value, std::uint32_t readers,
                     std::span<const double> categories = {});

// Readers a and b alone (as readers 0 and 1), on the units that both read; the other units stay,
// without readings. Categories are kept.
Ratings pair_of(const Ratings& ratings, std::uint32_t a, std::uint32_t b);

// The code of what the reader said of a pattern's units; nullopt: not read.
std::optional<std::uint32_t> code_of(const Ratings& ratings, std::size_t pattern,
                                     std::uint32_t reader);

// How many units have each pattern: the weights that stand for the sample itself.
std::vector<double> unit_counts(const Ratings& ratings);

}  // namespace secondsite::stats
