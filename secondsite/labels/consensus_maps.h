#pragma once
// Several readers' (or models') probability maps of one structure: the probable truth, and how good
// each was.

#include <span>
#include <vector>

#include "secondsite/labels/consensus_masks.h"

namespace secondsite::labels {

// One a reader, all of one size, each value the reader's probability that the voxel belongs to the
// structure.
using Maps = std::vector<std::span<const float>>;

// As many voxels in each, all values from 0 to 1.
core::Status check_maps(const Maps& maps, unsigned threads);

// STAPLE for probabilistic segmentations (Akhondi-Asl & Warfield 2013,
// doi:10.1109/TMI.2013.2266258): a reader's decision at a voxel is not known but with probability
// d, so that P(d | inside) = d p + (1 − d)(1 − p) and P(d | outside) = d (1 − q) + (1 − d) q with
// the reader's sensitivity p and specificity q. Maps of 0 and 1 give staple_masks. Voxels that
// every reader puts at 0 count as one. No spatial prior. Errors: as staple_masks, and
// "consensus.not-a-probability" where a value lies outside [0, 1] or is no number. The same bytes
// on any number of threads.
core::Result<MaskConsensus> staple_maps(const Maps& maps, const StapleOptions& options,
                                        const core::Context& context);

}  // namespace secondsite::labels
