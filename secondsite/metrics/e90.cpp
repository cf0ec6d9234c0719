#include "secondsite/metrics/support/calibration_curve_metric.h"

namespace secondsite::metrics {

Metric e90() {
  return curve_error_metric(
      {.id = "e90",
       .title = "90th percentile of calibration error (E90)",
       .question =
           "How far is a score from the smoothed frequency of positives, for the worst tenth?",
       .definition = "90th percentile (linear rule) of |curve - score| over cases; the curve is a "
                     "lowess of the outcomes on the scores "
                     "(local lines, nearest half, no robustness steps). Needs both classes."},
      &CurveErrors::e90);
}

}  // namespace secondsite::metrics
