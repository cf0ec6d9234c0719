#pragma once
// Placement values: where each case stands among the cases of the other class. AUROC is their mean,
// and DeLong's and Obuchowski's variances are sums over them.

#include <cstdint>
#include <vector>

#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/sort.h"

namespace secondsite::metrics {

// For a positive: the fraction of negatives that score lower; for a negative: the fraction of
// positives that score higher; ties count one half (DeLong, DeLong & Clarke-Pearson 1988,
// doi:10.2307/2531595; in one pass over the sorted cases, as Sun & Xu 2014,
// doi:10.1109/LSP.2014.2337313, do with midranks). With an empty class auc is NaN and the
// placements are 0.
struct Placements {
  double auc = stats::unknown;
  std::uint64_t n_positive = 0;
  std::uint64_t n_negative = 0;
  std::vector<double> per_case;
};

Placements placements(const Cases& cases, const SortedScores& sorted);
Placements placements(const Cases& cases, unsigned threads = 1);

// (placement − AUC) over the number of the case's own class. By class.
Influence auroc_influence(const Placements& placements, std::span<const std::uint8_t> positive);

}  // namespace secondsite::metrics
