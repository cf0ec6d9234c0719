#pragma once
// Metrics of masks: the mean over cases of what was measured on each.

#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/ratio.h"

namespace secondsite::metrics {

// An estimate of `metric` with its counts over the cases whose `measure` is a finite number; how
// many are not stands in the definition "undefined". Absent: "metric.no-cases",
// "metric.no-measure", "metric.measure-undefined". `takes_part` receives a byte a case.
stats::Estimate begin_measure(std::string_view metric, std::string_view measure, const Cases& cases,
                              const MetricOptions& options, std::vector<std::uint8_t>& takes_part);

// Completes an entry whose names, texts, `better` and `measure` (empty: its id) are set: the mean
// of the measure over the cases where it is defined, each case counting once.
Metric mean_of_measure(Metric metric, Range range);

}  // namespace secondsite::metrics
