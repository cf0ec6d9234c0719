#include "secondsite/metrics/support/calibration_curve_metric.h"

namespace secondsite::metrics {

Metric ici() {
  return curve_error_metric(
      {.id = "ici",
       .title = "Integrated calibration index (ICI)",
       .question = "How far is a score from the smoothed frequency of positives, on average?",
       .definition = "Mean of |curve - score| over cases; the curve is a lowess of the outcomes on "
                     "the scores "
                     "(local lines, nearest half, no robustness steps). Needs both classes."},
      &CurveErrors::ici);
}

}  // namespace secondsite::metrics
