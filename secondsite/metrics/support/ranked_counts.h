#pragma once
// The sorted cases as counts: how many positives and negatives have each distinct score. ROC and
// precision-recall curves and the areas under them are walks over it.

#include <cstdint>
#include <vector>

#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/sort.h"

namespace secondsite::metrics {

struct ScoreGroup {
  double score = 0;
  double positives = 0;
  double negatives = 0;
};

// Highest score first.
std::vector<ScoreGroup> descending_groups(const Cases& cases, const SortedScores& sorted);

}  // namespace secondsite::metrics
