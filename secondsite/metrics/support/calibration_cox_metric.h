#pragma once
// The three numbers of logistic recalibration as estimates; the entries of the registry name one
// each.

#include "secondsite/metrics/support/calibration_cox.h"
#include "secondsite/metrics/support/calibration_input.h"

namespace secondsite::metrics {

enum class CoxParameter { intercept, slope, intercept_at_slope_one };

Influence cox_influence(CoxParameter parameter, const Cases& cases);
// One Newton step from the estimate under each replicate's weights: the refitted value but for
// terms of second order.
std::vector<double> cox_replicates(CoxParameter parameter, const Cases& cases,
                                   const PatientWeights& weights, const MetricOptions& options);
stats::Estimate cox_estimate(std::string_view id, CoxParameter parameter, const Cases& cases,
                             const MetricOptions& options);
// "3 of 5,000 scores were nearer than 1e-10 to 0 or 1 and taken as that far from it", or "none
// needed".
std::string clipping_note(std::uint64_t clipped, std::uint64_t n);

}  // namespace secondsite::metrics
