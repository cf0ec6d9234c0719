#pragma once
// What every metric of marks begins with.

#include "secondsite/metrics/marks/mark_set.h"
#include "secondsite/metrics/support/describe.h"

namespace secondsite::metrics {

// An estimate of `metric` with n = scans, n_positive = lesions in them and patients filled in.
// Absent: "metric.no-cases", "metric.no-marks".
stats::Estimate begin_marks(std::string_view metric, const Cases& cases,
                            const MetricOptions& options);

}  // namespace secondsite::metrics
