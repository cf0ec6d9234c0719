#pragma once
// What every calibration metric asks first: are these scores probabilities, and is there something
// to hold them against? And what it does last: turn the cases' influences into an interval.

#include <string>
#include <string_view>

#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/scale.h"

namespace secondsite::metrics {

// What must be present for the metric to have a value.
enum class Needs { any_case, a_positive, both_classes, varied_scores_of_both_classes };

// begin_estimate, and beyond its codes
//   calibration.score-outside-unit  a score below 0 or above 1: how many, and the extremes
//   metric.one-class                the class that is missing is named
//   calibration.constant-score      every score is the same, so no slope can be fitted
stats::Estimate begin_calibration(std::string_view id, const Cases& cases,
                                  const MetricOptions& options, Needs needs);

// Sets value, standard error (by patient where there are patients), design effect and the normal
// interval on `scale`; on Scale::identity it is cut to [lowest, highest].
void set_influence_interval(stats::Estimate& estimate, const Influence& influence,
                            const Cases& cases, Scale scale, double lowest, double highest);

// What the variance was taken over, for method texts.
std::string variance_over(const Cases& cases);

}  // namespace secondsite::metrics
