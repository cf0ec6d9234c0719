#include "secondsite/metrics/support/calibration_curve_metric.h"

namespace secondsite::metrics {

Metric e50() {
  return curve_error_metric(
      {.id = "e50",
       .title = "Median calibration error (E50)",
       .question =
           "How far is a score from the smoothed frequency of positives, for the median case?",
       .definition = "Median of |curve - score| over cases; the curve is a lowess of the outcomes "
                     "on the scores "
                     "(local lines, nearest half, no robustness steps). Needs both classes."},
      &CurveErrors::e50);
}

}  // namespace secondsite::metrics
