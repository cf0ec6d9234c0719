#pragma once
// Every metric in every stratum, strata against each other, and the pooled value against its parts.

#include <vector>

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// One thing to estimate: a finding in a part of the cohort.
struct StratumTask {
  const FindingCases* finding = nullptr;
  Stratum stratum;
  const Dimension* dimension = nullptr;  // null: everyone
  std::uint32_t level = 0;
};

// Everyone first, then every level of every dimension, for every finding.
std::vector<StratumTask> stratum_tasks(const View& view);

// Estimates of all tasks, on several threads. `thresholds` and `options` as for metrics; the result
// is in the order of the tasks.
std::vector<StratumResult> estimate_strata(const View& view, const std::vector<StratumTask>& tasks,
                                           const Protocol& protocol,
                                           const std::vector<OperatingPoint>& points,
                                           const metrics::MetricOptions& options);

// Each level against the rest of its dimension (two levels: the first against the second; sites:
// each against the reference site), on the finding's primary metric. Declared dimensions get
// p-values corrected as one family.
std::vector<ContrastResult> contrast_strata(const View& view, const Protocol& protocol,
                                            const std::string& reference_site,
                                            const metrics::MetricOptions& options);

// Dimensions whose pooled AUROC lies above, or below, that of each of its estimable levels, by
// 0.005 or more.
std::vector<SimpsonFlag> simpson_flags(const View& view, const std::vector<StratumResult>& strata);

}  // namespace secondsite::evaluation
