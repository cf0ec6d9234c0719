#pragma once
// ICI, E50, E90 and Emax as estimates: how far the smooth curve lies from the scores.

#include "secondsite/metrics/support/calibration_input.h"
#include "secondsite/metrics/support/calibration_lowess.h"

namespace secondsite::metrics {

stats::Estimate curve_error_estimate(std::string_view id, double CurveErrors::*which,
                                     const Cases& cases, const MetricOptions& options);

}  // namespace secondsite::metrics
