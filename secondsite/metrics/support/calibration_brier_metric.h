#pragma once
// The parts of the Brier score as estimates.

#include "secondsite/metrics/support/calibration_brier.h"
#include "secondsite/metrics/support/calibration_input.h"

namespace secondsite::metrics {

stats::Estimate brier_part_estimate(std::string_view id, double BrierParts::*part,
                                    const Cases& cases, const MetricOptions& options);

}  // namespace secondsite::metrics
