#include "secondsite/metrics/support/mask_soft.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"

namespace secondsite::metrics {

core::Result<SoftMeasures> soft_measures(std::span<const float> probability,
                                         std::span<const std::uint8_t> reference) {
  double square = 0;
  double square_within = 0;
  double entropy = 0;
  double sum_p = 0;
  double sum_y = 0;
  double sum_both = 0;
  for (std::size_t i = 0; i < probability.size(); ++i) {
    const auto p = static_cast<double>(probability[i]);
    if (!(p >= 0 && p <= 1))
      return core::Error("mask.not-a-probability", "a voxel's probability is " + core::exact(p));
    const double y = reference[i] != 0 ? 1 : 0;
    square += (p - y) * (p - y);
    entropy -= std::log(std::max(y != 0 ? p : 1 - p, 1e-7));
    sum_p += p;
    if (y == 0) continue;
    sum_y += 1;
    sum_both += p;
    square_within += (p - 1) * (p - 1);
  }
  const auto n = static_cast<double>(probability.size());
  SoftMeasures out;
  if (n > 0) out.brier = square / n;
  if (n > 0) out.cross_entropy = entropy / n;
  if (sum_p + sum_y > 0) out.soft_dice = 2 * sum_both / (sum_p + sum_y);
  if (sum_y > 0) out.brier_within = square_within / sum_y;
  return out;
}

}  // namespace secondsite::metrics
