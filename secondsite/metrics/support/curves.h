#pragma once
// The curves of a report: ROC, precision-recall, predictive value against prevalence, decision
// curve.

#include <span>

#include "secondsite/metrics/metric.h"
#include "secondsite/stats/curve.h"

namespace secondsite::metrics {

// Sensitivity (y) against 1 − specificity (x), from (0, 0) to (1, 1), straight between points.
// Points nearer to the last drawn one than 2/most_points (|dx| + |dy|) are left out; the areas are
// never computed from it. Band: at each threshold the Wilson interval of the sensitivity, on the
// effective number of positives where there are patients; pointwise, not for the whole curve. No
// points with one class only.
stats::Curve roc_curve(const Cases& cases, const MetricOptions& options,
                       unsigned most_points = 200);

// Precision (y) against recall (x) at each distinct score, thinned in the same way; band: the
// pointwise Wilson interval of the precision (clustered).
stats::Curve precision_recall_curve(const Cases& cases, const MetricOptions& options,
                                    unsigned most_points = 200);

enum class PredictiveValue;
// PPV (or NPV) of options.threshold at each of the prevalences, with the interval of
// local_predictive_value. No points without a threshold.
stats::Curve predictive_value_curve(PredictiveValue which, const Cases& cases,
                                    const MetricOptions& options,
                                    std::span<const double> prevalences);

// Net benefit (y) of calling score >= p, against p (x), with its Wald interval; scores must be
// probabilities. `everyone`: of calling all instead, without a band.
stats::Curve decision_curve(const Cases& cases, const MetricOptions& options,
                            std::span<const double> probabilities, bool everyone = false);

}  // namespace secondsite::metrics
