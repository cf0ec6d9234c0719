#pragma once
// The errors of the reference standard carried into a run.

#include <optional>
#include <vector>

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// The error rates of each finding's labels, in the order of view.findings; nullopt where nothing is
// known of them. Rates from a column of audited truth are counted over the finding's usable cases;
// where a class has no audited case there are none ("noise.no-audit" in view.odd). Errors name a
// finding or column that is not there, and labels that tell nothing.
using LabelErrors = std::vector<std::optional<labels::LabelErrorRates>>;
core::Result<LabelErrors> label_errors_of(View& view, const Protocol& protocol);

// Naive beside corrected estimates: for everyone, each site and each declared stratum.
std::vector<LabelErrorReport> report_label_errors(const View& view, const LabelErrors& errors,
                                                  const std::vector<OperatingPoint>& points,
                                                  const metrics::MetricOptions& options);

// Gives each claim its estimate against the truth, and says where it is finer than the noise of the
// reference. What a claim turns on: its margin; without one the distance of the estimate from the
// goal, or from no difference. The noise: the stated floors of its metric, and what the error of
// the labels moves it by; the largest counts. `claims` as answer_claims made them. Verdicts stay.
core::Status add_noise(const View& view, const Protocol& protocol, const LabelErrors& errors,
                       const std::vector<OperatingPoint>& points,
                       const metrics::MetricOptions& options, std::vector<ClaimResult>& claims);

}  // namespace secondsite::evaluation
