#include "secondsite/image/volume.h"

#include <algorithm>
#include <cmath>

namespace secondsite::image {

std::array<double, 3> Grid::position_mm(double x, double y, double z) const {
  const std::array<double, 3> step{x * spacing_mm[0], y * spacing_mm[1], z * spacing_mm[2]};
  std::array<double, 3> out = origin_mm;
  for (std::size_t axis = 0; axis < 3; ++axis)
    for (std::size_t component = 0; component < 3; ++component)
      out[component] += direction[3 * axis + component] * step[axis];
  return out;
}

namespace {

std::string text_of(const std::array<std::uint32_t, 3>& size) {
  return std::to_string(size[0]) + " × " + std::to_string(size[1]) + " × " +
         std::to_string(size[2]);
}

}  // namespace

std::string difference(const Grid& a, const Grid& b, double tolerance) {
  if (a.size != b.size)
    return "the sizes differ: " + text_of(a.size) + " against " + text_of(b.size) + " voxels";
  const double allowed = tolerance * *std::min_element(a.spacing_mm.begin(), a.spacing_mm.end());
  for (int corner = 0; corner < 8; ++corner) {
    const double x = (corner & 1) != 0 ? a.size[0] - 1.0 : 0;
    const double y = (corner & 2) != 0 ? a.size[1] - 1.0 : 0;
    const double z = (corner & 4) != 0 ? a.size[2] - 1.0 : 0;
    const auto here = a.position_mm(x, y, z);
    const auto there = b.position_mm(x, y, z);
    const double apart = std::hypot(here[0] - there[0], here[1] - there[1], here[2] - there[2]);
    if (!(apart <= allowed))
      return "the same voxel (" + std::to_string(static_cast<long>(x)) + ", " +
             std::to_string(static_cast<long>(y)) + ", " + std::to_string(static_cast<long>(z)) +
             ") lies " + std::to_string(apart) + " mm apart in the two images";
  }
  return {};
}

}  // namespace secondsite::image
