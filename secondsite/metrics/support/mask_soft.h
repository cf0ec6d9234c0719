#pragma once
// How good is a map of probabilities as such, before any threshold?

#include <cstdint>
#include <span>

#include "secondsite/metrics/support/mask_measures.h"

namespace secondsite::metrics {

// Fills the soft measures of one label, y = 1 where the reference has it and else 0:
//   mask_brier          mean (p − y)² over all voxels
//   mask_brier_within   the same over the voxels of the reference alone; undefined without any
//   mask_cross_entropy  mean −ln of the probability of what is there, p clipped at 1e-7
//   soft_dice           2 Σ p y / (Σ p + Σ y); undefined where both sums are 0 (Milletari et al.
//                       2016, doi:10.1109/3DV.2016.79, without squares)
// `probability` has one number in 0 to 1 a voxel of the reference. Sums are taken over fixed chunks
// in their order: the same bytes on any number of threads.
void set_soft(std::span<const float> probability, const Labels& reference, std::int32_t label,
              unsigned threads, MaskValues& values);

}  // namespace secondsite::metrics
