#include "secondsite/metrics/support/calibration_curve_metric.h"

namespace secondsite::metrics {

Metric emax() {
  return curve_error_metric(
      {.id = "emax",
       .title = "Largest calibration error of the curve (Emax)",
       .question = "How far is the worst score from the smoothed frequency of positives?",
       .definition = "Maximum of |curve - score| over cases; the curve is a lowess of the outcomes "
                     "on the scores "
                     "(local lines, nearest half, no robustness steps). Needs both classes."},
      &CurveErrors::emax);
}

}  // namespace secondsite::metrics
