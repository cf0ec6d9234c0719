#pragma once
// Labels and probabilities from one grid on another, by the nearest voxel.

#include <cstdint>

#include "secondsite/image/volume.h"

namespace secondsite::image {

// For each voxel of `grid` the label of the voxel of `labels` whose centre is nearest; 0 where that
// lies outside.
Volume<std::int32_t> on_grid(const Volume<std::int32_t>& labels, const Grid& grid);
// The same of probabilities.
Volume<float> on_grid(const Volume<float>& values, const Grid& grid);

// Why two grids of equal size differ, where one of them has an axis that runs the other way:
// "axis 1 runs the other way"; else empty.
std::string flipped_axes(const Grid& a, const Grid& b);

}  // namespace secondsite::image
