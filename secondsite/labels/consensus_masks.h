#pragma once
// Several readers' contours of one structure, as masks on one grid: the probable truth voxel by
// voxel and how good each reader was (STAPLE).

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/result.h"

namespace secondsite::labels {

// One a reader, all of one size; 0 = outside. Labels other than 0 and 1 count as 1 for
// staple_masks.
using Masks = std::vector<std::span<const std::uint8_t>>;
inline constexpr std::size_t most_mask_readers = 16;

struct StapleOptions {
  double prior = -1;  // P(structure) of a voxel; < 0: the mean share of all masks
  double tolerance = 1e-10;
  unsigned most_rounds = 2000;
  // > 0: neighbours (6 of them; 4 in a slice) are likely to be of one kind. The strength of the
  // Ising prior: a voxel's log odds move by strength × (share inside − share outside) of its
  // neighbours, summed. Needs the size of the grid.
  double spatial_strength = 0;
  std::array<std::uint32_t, 3> size{0, 0, 0};  // x fastest
};

struct MaskConsensus {
  std::vector<float> probability;   // of the structure, one a voxel
  std::vector<double> sensitivity;  // one a reader
  std::vector<double> specificity;
  double prior = 0;
  std::uint64_t structure_voxels = 0;  // with a probability of one half or more
  unsigned rounds = 0;
  bool converged = true;
};

// Warfield, Zou & Wells 2004, doi:10.1109/TMI.2004.828354. Voxels on which the readers decided
// alike share one posterior, so the iteration runs over the 2^R patterns and not over the voxels:
// their number costs one pass to count and one to write. With a spatial prior: mean-field sweeps
// within the box around all masks (one voxel of margin), the same bytes on any number of threads.
// Errors: no mask, masks of different size ("consensus.uneven-masks"), more than most_mask_readers.
core::Result<MaskConsensus> staple_masks(const Masks& masks, const StapleOptions& options,
                                         const core::Context& context);

struct LabelConsensus {
  std::vector<std::uint8_t> label;   // the most probable; the smaller of two alike
  std::vector<float> probability;    // of that label
  std::vector<std::uint8_t> labels;  // that occur
  // One a reader: labels × labels, P(said | true).
  std::vector<std::vector<double>> confusion;
  unsigned rounds = 0;
  bool converged = true;
};

// The same for several structures at once; a voxel's label is 0 … 255. No spatial prior.
core::Result<LabelConsensus> staple_labels(const Masks& masks, const StapleOptions& options,
                                           const core::Context& context);

}  // namespace secondsite::labels
