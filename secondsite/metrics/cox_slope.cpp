#include "secondsite/metrics/support/calibration_cox_metric.h"

namespace secondsite::metrics {

Metric cox_slope() {
  return {
      .id = "cox_slope",
      .title = "Calibration slope (Cox)",
      .question = "Are high scores too high and low scores too low?",
      .definition =
          "b in logit P(positive) = a + b logit(score): 1 is right, below 1 the scores are too "
          "extreme, above 1 too timid. No value where the classes do not overlap or the scores do "
          "not vary.",
      .reference = "Cox 1958, doi:10.1093/biomet/45.3-4.562",
      .family = Family::calibration,
      .better = Better::one,
      .needs_probability = true,
      .estimate =
          [](const Cases& cases, const MetricOptions& options) {
            return cox_estimate("cox_slope", CoxParameter::slope, cases, options);
          },
      .influence = [](const Cases& cases,
                      const MetricOptions&) { return cox_influence(CoxParameter::slope, cases); },
      .replicates =
          [](const Cases& cases, const PatientWeights& weights, const MetricOptions& options) {
            return cox_replicates(CoxParameter::slope, cases, weights, options);
          }};
}

}  // namespace secondsite::metrics
