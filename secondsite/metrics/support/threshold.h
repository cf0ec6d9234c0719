#pragma once
// Where to put the threshold. A case is called positive where score >= threshold, so a threshold is
// always one of the scores: the lowest that is called.

#include <optional>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// The highest threshold whose sensitivity is at least `target` (0 < target ≤ 1). Empty without
// positives or where a score is not a number.
std::optional<double> threshold_for_sensitivity(const Cases& cases, double target);
// The lowest threshold whose specificity is at least `target`; where only calling nobody reaches
// it, the next number above the highest score. Empty without negatives.
std::optional<double> threshold_for_specificity(const Cases& cases, double target);
// The threshold with the largest sensitivity + specificity; the highest such, if several (Youden
// 1950).
std::optional<double> youden_threshold(const Cases& cases);

}  // namespace secondsite::metrics
