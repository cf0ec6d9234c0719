#pragma once
// What every metric's estimate begins with: is there anything to measure, and on whom.

#include <string_view>

#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/influence.h"

namespace secondsite::metrics {

// An estimate of `metric` with n, positives, patients, unit and level filled in, and absent_code
// set where no metric can have a value: no cases ("metric.no-cases"), columns of different length
// ("metric.uneven-columns"), a score that is NaN ("metric.score-not-a-number"), a threshold that is
// wanted and not given ("metric.no-threshold"), probabilities that leave [0, 1]
// ("metric.not-a-probability").
stats::Estimate begin_estimate(std::string_view metric, const Cases& cases,
                               const MetricOptions& options, bool needs_threshold = false,
                               bool needs_probability = false);

// begin_estimate for a metric that needs both classes: absent with "metric.one-class" where one is
// empty.
stats::Estimate begin_two_class_estimate(std::string_view metric, const Cases& cases,
                                         const MetricOptions& options, bool needs_threshold = false,
                                         bool needs_probability = false);

// "patient" where the cases have patients, else what a row is.
std::string unit_of(const Cases& cases, const MetricOptions& options);

void mark_absent(stats::Estimate& estimate, std::string code, std::string reason);

// Fills standard_error and design_effect of `estimate` from the influence; both stay NaN where a
// class has fewer than two units, and the definition "interval" then says so.
void set_errors(stats::Estimate& estimate, const Cases& cases, const Influence& influence);

// The degrees of freedom of the interval, named in the definitions; NaN where options ask for the
// normal reference.
double interval_degrees(stats::Estimate& estimate, const Cases& cases, const Influence& influence,
                        const MetricOptions& options);

}  // namespace secondsite::metrics
