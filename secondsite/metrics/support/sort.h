#pragma once
// Cases in the order of their scores: the one sort on which every ranking metric stands.

#include <cstdint>
#include <span>
#include <vector>

namespace secondsite::metrics {

struct SortedScores {
  std::vector<double> score;  // ascending
  std::vector<std::uint32_t>
      order;  // order[k]: which case has score[k]; equal scores by case number

  std::size_t size() const { return score.size(); }
  // One past the last case that ties with the one at `begin`.
  std::size_t tie_end(std::size_t begin) const {
    std::size_t end = begin + 1;
    while (end < score.size() && score[end] == score[begin]) ++end;
    return end;
  }
};

// Sorts by value; −0 equals 0, infinities are allowed, NaN is the caller's to exclude (it sorts
// last). A radix sort: O(n), the same result on any number of threads. At most 2^32 − 1 cases.
SortedScores sort_scores(std::span<const double> score, unsigned threads = 1);

}  // namespace secondsite::metrics
