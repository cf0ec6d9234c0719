#pragma once
// Metrics that are one sum over cases divided by another: the mean of a measure, lesions found over
// lesions there are, false marks a scan.

#include <vector>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// What each case adds above and below the line. A case with takes_part 0 adds nothing, and a
// patient with none that takes part does not count as a unit.
struct Ratio {
  std::vector<double> top;
  std::vector<double> bottom;
  std::vector<std::uint8_t> takes_part;
};

// Linearised: (top − value × bottom) / Σ bottom. NaN where Σ bottom is 0.
Influence influence_of(const Ratio& ratio);

std::vector<double> replicates_of(const Ratio& ratio, const Cases& cases,
                                  const PatientWeights& weights, const MetricOptions& options);

// Where a ratio can lie, which chooses its interval.
enum class Range {
  fraction,  // [0, 1]: symmetric on the logit scale; at 0 or 1 Wilson's, with the units as trials
  not_negative,  // symmetric on the scale of the ratio, cut at 0
  any,           // symmetric
};

// Completes an estimate that already has its counts: value, standard error by patient, interval
// (Student's t, units less one degrees of freedom) or the bootstrap's that the options ask for.
// `what` begins the method's name: "mean over cases".
void set_ratio(stats::Estimate& estimate, const Ratio& ratio, const Cases& cases,
               const MetricOptions& options, Range range, std::string what);

// n, positives and patients over the cases that take part.
void count_taking_part(stats::Estimate& estimate, const Cases& cases,
                       const std::vector<std::uint8_t>& takes_part);

}  // namespace secondsite::metrics
