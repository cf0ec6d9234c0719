#include "secondsite/metrics/support/calibration_cox_metric.h"

namespace secondsite::metrics {

Metric cox_intercept() {
  return {
      .id = "cox_intercept",
      .title = "Calibration intercept (Cox, fitted with the slope)",
      .question = "Where does a score of 0.5 truly lie?",
      .definition =
          "a in logit P(positive) = a + b logit(score), fitted together with b: the true log-odds "
          "of a case whose score is 0.5. Calibration in the large fixes b to 1 instead.",
      .reference = "Cox 1958, doi:10.1093/biomet/45.3-4.562",
      .family = Family::calibration,
      .better = Better::zero,
      .needs_probability = true,
      .estimate =
          [](const Cases& cases, const MetricOptions& options) {
            return cox_estimate("cox_intercept", CoxParameter::intercept, cases, options);
          },
      .influence =
          [](const Cases& cases, const MetricOptions&) {
            return cox_influence(CoxParameter::intercept, cases);
          },
      .replicates =
          [](const Cases& cases, const PatientWeights& weights, const MetricOptions& options) {
            return cox_replicates(CoxParameter::intercept, cases, weights, options);
          }};
}

}  // namespace secondsite::metrics
