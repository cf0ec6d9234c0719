#pragma once
// Average precision and partial ROC areas under bootstrap weights, 32 replicates at a time.

#include <vector>

#include "secondsite/metrics/support/bootstrap_auroc.h"

namespace secondsite::metrics {

// Average precision in each replicate: Σ over the plan's steps, from the highest score, of the
// positives there × (positives so far / calls so far), over all positives. NaN where a class is
// empty. Counts are exact and the sum runs in the order of scores, so threads and vector width
// never change a bit.
std::vector<double> average_precision_replicates(const RankPlan& plan,
                                                 const PatientWeights& weights, unsigned threads);

// Area under the ROC curve, straight between its points, for false-positive fractions from … to.
std::vector<double> partial_area_replicates(const RankPlan& plan, const PatientWeights& weights,
                                            double from, double to, unsigned threads);

}  // namespace secondsite::metrics
