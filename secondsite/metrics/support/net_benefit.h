#pragma once
// What net benefits share: what a false alarm costs, and how their doubt is told.

#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {

// The cost of a false alarm in units of what a true positive is worth: p/(1 − p), p the threshold
// probability, the threshold itself unless another is given. NaN where p lies outside [0, 1).
double cost_of_false_alarm(const MetricOptions& options);

// A utility of all cases on its own scale; names, texts, value and gradient are left for the
// metric.
OperatingPoint net_benefit_point();

}  // namespace secondsite::metrics
