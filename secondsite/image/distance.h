#pragma once
// How far, in millimetres, is each voxel from the nearest voxel of a set? Exact Euclidean distances
// between voxel centres, for unequal spacings.

#include <cstdint>
#include <span>
#include <vector>

#include "secondsite/image/volume.h"

namespace secondsite::image {

// The distance from every voxel to the nearest voxel with a value other than 0; 0 on the set
// itself, infinite everywhere where the set is empty. Rounded to float. Holds 4 bytes a voxel and
// two slices a thread.
Volume<float> distance_map(const Volume<std::uint8_t>& set, unsigned threads);

// The same at a few voxels only, in double. `at` are indices into the set's grid, in rising order;
// the answer has one distance each. Holds 2 bytes a voxel of the grid and one column of tiles a
// thread, so it suits the bounding box of a structure. Quick where the set is near; never slow.
std::vector<double> distances_at(const Volume<std::uint8_t>& set, std::span<const std::uint32_t> at,
                                 unsigned threads);

// The same for a set that is given by its indices in rising order. `work` holds the 2 bytes a
// voxel, and may be handed on to the next call.
std::vector<double> distances_to(const Grid& grid, std::span<const std::uint32_t> set,
                                 std::span<const std::uint32_t> at, unsigned threads,
                                 std::vector<std::uint16_t>& work);

// The simple versions, which the fast ones are held against: lower envelopes of parabolas along
// each axis (Felzenszwalb & Huttenlocher 2012, doi:10.4086/toc.2012.v008a019), in double.
Volume<double> distance_map_simple(const Volume<std::uint8_t>& set);

}  // namespace secondsite::image
