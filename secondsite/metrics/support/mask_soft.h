#pragma once
// How good is a map of probabilities as such, before any threshold?

#include <cstdint>
#include <span>

#include "secondsite/core/result.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {

struct SoftMeasures {
  double brier = stats::unknown;          // mean (p − y)² over all voxels
  double cross_entropy = stats::unknown;  // mean −ln of the probability of what is there
  // 2 Σ p y / (Σ p + Σ y), NaN where both sums are 0 (Milletari et al. 2016,
  // doi:10.1109/3DV.2016.79, without squares).
  double soft_dice = stats::unknown;
  double brier_within = stats::unknown;  // Brier over the voxels of the reference alone
};

// `reference` is 0 or 1, one a voxel. Probabilities are clipped at 1e-7 for the logarithm only.
// Sums are taken in order. Error: "mask.not-a-probability" for a value outside 0 to 1 or none.
core::Result<SoftMeasures> soft_measures(std::span<const float> probability,
                                         std::span<const std::uint8_t> reference);

}  // namespace secondsite::metrics
