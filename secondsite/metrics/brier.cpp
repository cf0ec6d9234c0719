#include "secondsite/metrics/support/calibration_bootstrap.h"
#include "secondsite/metrics/support/calibration_input.h"

namespace secondsite::metrics {
namespace {

Influence brier_influence(const Cases& cases, const MetricOptions&) {
  Influence influence;
  const double n = static_cast<double>(cases.size());
  influence.per_case.resize(cases.size());
  double sum = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double error = cases.score[i] - cases.positive[i];
    influence.per_case[i] = error * error;
    sum += error * error;
  }
  influence.value = sum / n;
  for (double& part : influence.per_case) part = (part - influence.value) / n;
  return influence;
}

std::vector<double> brier_replicates_for(const Cases& cases, const PatientWeights& weights,
                                         const MetricOptions& options) {
  SumsMetric sums;
  sums.columns.assign(2, std::vector<double>(cases.size(), 1));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double error = cases.score[i] - cases.positive[i];
    sums.columns[0][i] = error * error;
  }
  sums.value = [](std::span<const double> s) { return s[0] / s[1]; };
  return replicates_of(sums, cases, weights, options);
}

stats::Estimate brier_estimate(const Cases& cases, const MetricOptions& options) {
  stats::Estimate estimate = begin_calibration("brier", cases, options, Needs::any_case);
  if (!estimate.absent_code.empty()) return estimate;
  const Influence influence = brier_influence(cases, options);
  set_influence_interval(estimate, influence, cases, Scale::identity, 0, 1);
  estimate.method = "mean squared error; " + variance_over(cases) + "; Wald interval";
  use_bootstrap_if_asked(estimate, cases, options, influence, brier_replicates_for);
  return estimate;
}

}  // namespace

Metric brier() {
  return {.id = "brier",
          .title = "Brier score",
          .question = "How far are the probabilities from what happened, squared, on average?",
          .definition =
              "Mean of (score - outcome)^2 over cases: 0 is perfect, 0.25 is what 0.5 for everyone "
              "gives. It mixes calibration and discrimination and depends on the prevalence.",
          .reference = "Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2",
          .family = Family::calibration,
          .better = Better::lower,
          .needs_probability = true,
          .estimate = brier_estimate,
          .influence = brier_influence,
          .replicates = brier_replicates_for};
}

}  // namespace secondsite::metrics
