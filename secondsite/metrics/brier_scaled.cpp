#include "secondsite/metrics/support/calibration_bootstrap.h"
#include "secondsite/metrics/support/calibration_input.h"

namespace secondsite::metrics {
namespace {

// 1 − B/U with B the Brier score, U = q(1 − q), q the prevalence:
// d(1 − B/U) = −dB/U + B (1 − 2q)/U² · dq.
Influence brier_scaled_influence(const Cases& cases, const MetricOptions&) {
  const double n = static_cast<double>(cases.size());
  double brier = 0;
  double prevalence = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double error = cases.score[i] - cases.positive[i];
    brier += error * error / n;
    prevalence += cases.positive[i] / n;
  }
  const double uncertainty = prevalence * (1 - prevalence);
  Influence influence;
  influence.value = 1 - brier / uncertainty;
  influence.per_case.resize(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double error = cases.score[i] - cases.positive[i];
    influence.per_case[i] = (-(error * error - brier) / uncertainty +
                             brier * (1 - 2 * prevalence) / (uncertainty * uncertainty) *
                                 (cases.positive[i] - prevalence)) /
                            n;
  }
  return influence;
}

std::vector<double> brier_scaled_replicates_for(const Cases& cases, const PatientWeights& weights,
                                                const MetricOptions& options) {
  SumsMetric sums;
  sums.columns.assign(3, std::vector<double>(cases.size(), 1));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double error = cases.score[i] - cases.positive[i];
    sums.columns[0][i] = error * error;
    sums.columns[1][i] = cases.positive[i];
  }
  sums.value = [](std::span<const double> s) {
    const double prevalence = s[1] / s[2];
    const double uncertainty = prevalence * (1 - prevalence);
    return uncertainty > 0 ? 1 - s[0] / s[2] / uncertainty : stats::unknown;
  };
  return replicates_of(sums, cases, weights, options);
}

stats::Estimate brier_scaled_estimate(const Cases& cases, const MetricOptions& options) {
  stats::Estimate estimate = begin_calibration("brier_scaled", cases, options, Needs::both_classes);
  if (!estimate.absent_code.empty()) return estimate;
  const Influence influence = brier_scaled_influence(cases, options);
  set_influence_interval(estimate, influence, cases, Scale::identity,
                         -std::numeric_limits<double>::infinity(), 1);
  estimate.method = "1 - Brier/(prevalence x (1 - prevalence)); " + variance_over(cases) +
                    " (delta method); Wald interval";
  use_bootstrap_if_asked(estimate, cases, options, influence, brier_scaled_replicates_for);
  return estimate;
}

}  // namespace

Metric brier_scaled() {
  return {.id = "brier_scaled",
          .title = "Scaled Brier score",
          .question = "How much better are the probabilities than telling everyone the prevalence?",
          .definition =
              "1 - Brier/(q(1 - q)) with q the prevalence among these cases: 1 is perfect, 0 no "
              "better than the prevalence, negative worse (the index of prediction accuracy). "
              "Needs both classes.",
          .reference = "Steyerberg et al. 2010, doi:10.1097/EDE.0b013e3181c30fb2",
          .family = Family::calibration,
          .better = Better::higher,
          .needs_probability = true,
          .estimate = brier_scaled_estimate,
          .influence = brier_scaled_influence,
          .replicates = brier_scaled_replicates_for};
}

}  // namespace secondsite::metrics
