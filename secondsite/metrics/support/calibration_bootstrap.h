#pragma once
// Bootstrap replicates of metrics that are functions of sums over cases.

#include <functional>
#include <span>
#include <vector>

#include "secondsite/metrics/support/bootstrap.h"

namespace secondsite::metrics {

// One column a sum (each as long as the cases) and the metric as a function of the sums; NaN where
// a replicate has no value.
struct SumsMetric {
  std::vector<std::vector<double>> columns;
  std::function<double(std::span<const double> sums)> value;
};

std::vector<double> replicates_of(const SumsMetric& metric, const Cases& cases,
                                  const PatientWeights& weights, const MetricOptions& options);

using Replicates =
    std::function<std::vector<double>(const Cases&, const PatientWeights&, const MetricOptions&)>;
// Replaces the interval where the options ask for a bootstrap; does nothing where they do not.
void use_bootstrap_if_asked(stats::Estimate& estimate, const Cases& cases,
                            const MetricOptions& options, const Influence& influence,
                            const Replicates& replicates);

}  // namespace secondsite::metrics
