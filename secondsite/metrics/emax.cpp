#include "secondsite/metrics/support/calibration_curve_metric.h"

namespace secondsite::metrics {

Metric emax() {
  return {.id = "emax",
          .title = "Largest calibration error of the curve (Emax)",
          .question = "How far is the worst score from the smoothed frequency of positives?",
          .definition =
              "Maximum of |curve - score| over cases; the curve is a lowess of the outcomes on the "
              "scores "
              "(local lines, nearest half, no robustness steps). Needs both classes.",
          .reference = "Austin & Steyerberg 2019, doi:10.1002/sim.8281",
          .family = Family::calibration,
          .better = Better::zero,
          .needs_probability = true,
          .estimate = [](const Cases& cases, const MetricOptions& options) {
            return curve_error_estimate("emax", &CurveErrors::emax, cases, options);
          }};
}

}  // namespace secondsite::metrics
