#include "secondsite/metrics/support/calibration_cox_metric.h"

namespace secondsite::metrics {

Metric calibration_in_the_large() {
  return {.id = "calibration_in_the_large",
          .title = "Calibration in the large",
          .question = "Are the scores too high or too low on the whole?",
          .definition =
              "a in logit P(positive) = a + logit(score): 0 is right, below 0 the scores are too "
              "high. Needs both classes.",
          .reference = "Van Calster et al. 2019, doi:10.1186/s12916-019-1466-7",
          .family = Family::calibration,
          .better = Better::zero,
          .needs_probability = true,
          .estimate =
              [](const Cases& cases, const MetricOptions& options) {
                return cox_estimate("calibration_in_the_large",
                                    CoxParameter::intercept_at_slope_one, cases, options);
              },
          .influence =
              [](const Cases& cases, const MetricOptions&) {
                return cox_influence(CoxParameter::intercept_at_slope_one, cases);
              },
          .replicates =
              [](const Cases& cases, const PatientWeights& weights, const MetricOptions& options) {
                return cox_replicates(CoxParameter::intercept_at_slope_one, cases, weights,
                                      options);
              }};
}

}  // namespace secondsite::metrics
