#include "secondsite/metrics/support/loss_tversky.h"

namespace secondsite::metrics {

TverskyIndex tversky_index(const ClassSums& sums, const LossOptions& options) {
  const double a = options.false_positive_cost;
  const double b = options.false_negative_cost;
  const double below = sums.pg + a * (sums.p - sums.pg) + b * (sums.g - sums.pg) + options.smooth;
  TverskyIndex out;
  if (!(below > 0)) return out;
  out.value = (sums.pg + options.smooth) / below;
  // d(above) = g, d(below) = g + a (1 − g) − b g = (1 − a − b) g + a.
  out.slope.of_g = (1 - out.value * (1 - a - b)) / below;
  out.slope.constant = -out.value * a / below;
  return out;
}

}  // namespace secondsite::metrics
