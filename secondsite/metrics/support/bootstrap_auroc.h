#pragma once
// AUROC under bootstrap weights: sorted once, then one pass for 32 replicates at a time.

#include <cstdint>
#include <vector>

#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/metrics/support/sort.h"

namespace secondsite::metrics {

// The sorted cases as the weighted pass walks them: for each distinct score that a positive has,
// the negatives below it since the last such score, the negatives that tie with it, then its
// positives.
struct RankPlan {
  struct Step {
    std::uint32_t negatives_below = 0;
    std::uint32_t tied_negatives = 0;
    std::uint32_t positives = 0;
  };
  std::vector<Step> steps;
  std::vector<std::uint32_t>
      units;  // in the order of the steps; last, the negatives above every positive
  std::uint32_t negatives_above = 0;
  std::uint64_t n_positive = 0;
  std::uint64_t n_negative = 0;
};
RankPlan rank_plan(const Cases& cases, const SortedScores& sorted);

// AUROC in each replicate; NaN where it has no positive or no negative. All sums are whole numbers,
// so threads and vector width never change a bit.
std::vector<double> auroc_replicates(const RankPlan& plan, const PatientWeights& weights,
                                     unsigned threads);

}  // namespace secondsite::metrics
