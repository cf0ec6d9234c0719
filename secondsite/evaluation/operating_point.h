#pragma once
// Where a clinician would draw the line, and what it gives at the site that drew it.

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// One point a finding, in the order of view.findings. A rule takes the largest threshold whose
// sensitivity (the smallest whose specificity) reaches the target among the cases of the rule's
// site; thresholds are scores that occur, and a case is called positive at score ≥ threshold. Where
// the rule cannot be met the threshold is NaN and a finding is counted.
core::Result<std::vector<OperatingPoint>> operating_points(View& view,
                                                           const OperatingPointRule& rule,
                                                           const metrics::MetricOptions& options);

// The threshold that the rule sets for one finding's cases; NaN where it cannot be met.
core::Result<double> threshold_by_rule(const View& view, const OperatingPointRule& rule,
                                       const FindingCases& cases);

}  // namespace secondsite::evaluation
