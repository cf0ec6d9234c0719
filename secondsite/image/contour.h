#pragma once
// Closed contours, as readers draw them, as masks.

#include <cstdint>
#include <span>
#include <vector>

#include "secondsite/image/volume.h"

namespace secondsite::image {

struct ContourPoint {
  double x = 0;  // in voxels; a voxel's centre has whole numbers
  double y = 0;
};

// Whether a voxel whose centre lies on the line belongs to the mask. outside is LIDC's rule: the
// contour runs through the first voxels that are not the nodule (Armato et al. 2011,
// doi:10.1118/1.3528204).
enum class OnLine { inside, outside };

// Sets (or, for a hole, clears) in one slice the voxels inside the closed line, by the even-odd
// rule. Points may lie outside the image; points that are not finite are left out. Fewer than three
// points mark only what lies on the line.
void fill_contour(std::span<const ContourPoint> line, OnLine rule, std::uint8_t value,
                  std::size_t slice, Volume<std::uint8_t>& mask);

}  // namespace secondsite::image
