#include "secondsite/metrics/support/calibration_bootstrap.h"
#include "secondsite/metrics/support/calibration_input.h"

namespace secondsite::metrics {
namespace {

// d(O/E) = O/E · (dO/O − dE/E).
Influence observed_expected_influence(const Cases& cases, const MetricOptions&) {
  double observed = 0;
  double expected = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    observed += cases.positive[i];
    expected += cases.score[i];
  }
  Influence influence;
  influence.value = observed / expected;
  influence.per_case.resize(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i)
    influence.per_case[i] = (cases.positive[i] - influence.value * cases.score[i]) / expected;
  return influence;
}

std::vector<double> observed_expected_replicates_for(const Cases& cases,
                                                     const PatientWeights& weights,
                                                     const MetricOptions& options) {
  SumsMetric sums;
  sums.columns.assign(2, std::vector<double>(cases.score.begin(), cases.score.end()));
  for (std::size_t i = 0; i < cases.size(); ++i) sums.columns[0][i] = cases.positive[i];
  sums.value = [](std::span<const double> s) { return s[1] > 0 ? s[0] / s[1] : stats::unknown; };
  return replicates_of(sums, cases, weights, options);
}

stats::Estimate observed_expected_estimate(const Cases& cases, const MetricOptions& options) {
  stats::Estimate estimate =
      begin_calibration("observed_expected", cases, options, Needs::a_positive);
  if (!estimate.absent_code.empty()) return estimate;
  const Influence influence = observed_expected_influence(cases, options);
  if (!std::isfinite(influence.value)) {
    mark_absent(estimate, "calibration.nothing-expected",
                "every score is 0, so the expected number of positives is 0");
    return estimate;
  }
  set_influence_interval(estimate, influence, cases, Scale::log, 0, 0);
  estimate.method =
      "observed over expected positives; " + variance_over(cases) + "; interval on the logarithm";
  use_bootstrap_if_asked(estimate, cases, options, influence, observed_expected_replicates_for);
  return estimate;
}

}  // namespace

Metric observed_expected() {
  return {
      .id = "observed_expected",
      .title = "Observed over expected (O/E)",
      .question = "How many positives were there for each one that the model predicted?",
      .definition =
          "Number of positives divided by the sum of the scores: 1 is right on average, below 1 "
          "the scores are too high. Needs one positive.",
      .reference = "Debray et al. 2017, doi:10.1136/bmj.i6460",
      .family = Family::calibration,
      .better = Better::one,
      .needs_probability = true,
      .estimate = observed_expected_estimate,
      .influence = observed_expected_influence,
      .replicates = observed_expected_replicates_for};
}

}  // namespace secondsite::metrics
