#pragma once
// Which readers hold a voxel to be inside, as a number, for every voxel, and how often each number
// occurs.

#include "secondsite/labels/consensus_masks.h"
#include "secondsite/stats/ratings.h"

namespace secondsite::labels {

// Bit r: reader r has the voxel inside.
struct MaskPatterns {
  std::vector<std::uint16_t> wide;     // of each voxel where there are more than eight readers
  std::vector<std::uint8_t> of_voxel;  // else
  std::vector<std::uint64_t> count;    // of each of the 2^R numbers

  std::uint32_t at(std::size_t voxel) const {
    return of_voxel.empty() ? wide[voxel] : of_voxel[voxel];
  }
};

// The voxels of each reader: some, as many for each, and not too many readers.
core::Status check_sizes(const std::vector<std::size_t>& voxels);
core::Status check_masks(const Masks& masks);
// Eight voxels at a time; the one that adds bit by bit is in the test.
MaskPatterns count_patterns(const Masks& masks, unsigned threads);

// The numbers that occur as readings of units, with their counts as weights; `number` tells which
// number each pattern is.
struct PatternRatings {
  stats::Ratings ratings;
  std::vector<double> weight;
  std::vector<std::uint32_t> number;
};
PatternRatings as_ratings(const MaskPatterns& patterns, std::size_t readers);

}  // namespace secondsite::labels
