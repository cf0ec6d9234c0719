#pragma once
// STAPLE with neighbours that are likely to be alike: an Ising prior, by mean-field sweeps.

#include "secondsite/labels/consensus_masks.h"
#include "secondsite/labels/support/mask_patterns.h"

namespace secondsite::labels {

// Goes on from the independent solution in `consensus`. Outside the box around all masks voxels
// keep the probability of "nobody inside".
void add_spatial_prior(const MaskPatterns& patterns, const StapleOptions& options,
                       const core::Context& context, MaskConsensus& consensus);

}  // namespace secondsite::labels
