#include "secondsite/metrics/support/mask_soft.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/parallel.h"

namespace secondsite::metrics {
namespace {

struct SoftSums {
  double square = 0;
  double square_within = 0;
  double entropy = 0;
  double p = 0;
  double y = 0;
  double both = 0;

  SoftSums& operator+=(const SoftSums& other) {
    square += other.square;
    square_within += other.square_within;
    entropy += other.entropy;
    p += other.p;
    y += other.y;
    both += other.both;
    return *this;
  }
};

}  // namespace

void set_soft(std::span<const float> probability, const Labels& reference, std::int32_t label,
              unsigned threads, MaskValues& values) {
  const auto sums = core::parallel_sum<SoftSums>(
      probability.size(), std::size_t{1} << 16, threads, [&](std::size_t begin, std::size_t end) {
        SoftSums out;
        for (std::size_t i = begin; i < end; ++i) {
          const auto p = static_cast<double>(probability[i]);
          const bool is_there = reference.voxel[i] == label;
          // Most voxels are certain, and right: they add
          // nothing to the sums but to that of p.
          const double right = is_there ? p : 1 - p;
          out.p += p;
          if (is_there) {
            out.y += 1;
            out.both += p;
            out.square_within += (1 - p) * (1 - p);
          }
          if (right == 1) continue;
          out.square += (1 - right) * (1 - right);
          out.entropy -= std::log(std::max(right, 1e-7));
        }
        return out;
      });
  const auto n = static_cast<double>(probability.size());
  if (n == 0) return;
  values.mask_brier = sums.square / n;
  values.mask_cross_entropy = sums.entropy / n;
  if (sums.p + sums.y > 0) values.soft_dice = 2 * sums.both / (sums.p + sums.y);
  if (sums.y > 0) values.mask_brier_within = sums.square_within / sums.y;
}

}  // namespace secondsite::metrics
