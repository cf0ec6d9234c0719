#pragma once
// The sorted cases as counts: how many positives and negatives have each distinct score. ROC and
// precision-recall curves and the areas under them are walks over it, also under bootstrap weights.

#include <cstdint>
#include <functional>
#include <vector>

#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/metrics/support/sort.h"

namespace secondsite::metrics {

struct ScoreGroup {
  double score = 0;
  double positives = 0;
  double negatives = 0;
};

// Highest score first.
std::vector<ScoreGroup> descending_groups(const Cases& cases, const SortedScores& sorted);

// Calls statistic(groups) once a replicate with that replicate's counts (groups may be empty in it)
// and gives its values; NaN means no value. For statistics without a faster way of their own.
std::vector<double> group_replicates(
    const Cases& cases, const SortedScores& sorted, const PatientWeights& weights, unsigned threads,
    const std::function<double(const std::vector<ScoreGroup>&)>& statistic);

}  // namespace secondsite::metrics
