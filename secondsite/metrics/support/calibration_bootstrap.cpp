#include "secondsite/metrics/support/calibration_bootstrap.h"

#include "secondsite/metrics/support/influence.h"

namespace secondsite::metrics {

std::vector<double> replicates_of(const SumsMetric& metric, const Cases& cases,
                                  const PatientWeights& weights, const MetricOptions& options) {
  std::vector<std::vector<double>> sums;
  for (const std::vector<double>& column : metric.columns)
    sums.push_back(replicate_sums(cases, column, weights, options.context.threads));
  std::vector<double> values(weights.replicates());
  std::vector<double> row(sums.size());
  for (std::size_t r = 0; r < values.size(); ++r) {
    for (std::size_t c = 0; c < sums.size(); ++c) row[c] = sums[c][r];
    values[r] = metric.value(row);
  }
  return values;
}

void use_bootstrap_if_asked(stats::Estimate& estimate, const Cases& cases,
                            const MetricOptions& options, const Influence& influence,
                            const Replicates& replicates) {
  if (options.interval == IntervalKind::analytic) return;
  std::optional<PatientWeights> own;
  const PatientWeights& weights = weights_for(cases, options, own);
  set_bootstrap_interval(estimate, replicates(cases, weights, options), unit_sums(cases, influence),
                         options, weights.resampling());
}

}  // namespace secondsite::metrics
