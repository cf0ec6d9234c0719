#pragma once
// Which pairs, each side at most once, weigh most together?

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace secondsite::metrics {

struct WeightedPair {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  double weight = 0;  // above 0
};

// Indices of the chosen pairs, rising. Exact, by shortest augmenting paths within each group of
// connected pairs (Jonker & Volgenant 1987, doi:10.1007/BF02278710): cubic in a group's size.
std::vector<std::size_t> heaviest_assignment(std::span<const WeightedPair> pairs);

}  // namespace secondsite::metrics
