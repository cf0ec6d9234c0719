#include "secondsite/metrics/support/calibration_curve_metric.h"

namespace secondsite::metrics {

Metric e50() {
  return {.id = "e50",
          .title = "Median calibration error (E50)",
          .question =
              "How far is a score from the smoothed frequency of positives, for the median case?",
          .definition =
              "Median of |curve - score| over cases; the curve is a lowess of the outcomes on the "
              "scores "
              "(local lines, nearest half, no robustness steps). Needs both classes.",
          .reference = "Austin & Steyerberg 2019, doi:10.1002/sim.8281",
          .family = Family::calibration,
          .better = Better::zero,
          .needs_probability = true,
          .estimate = [](const Cases& cases, const MetricOptions& options) {
            return curve_error_estimate("e50", &CurveErrors::e50, cases, options);
          }};
}

}  // namespace secondsite::metrics
