#include "secondsite/image/resample.h"

#include <cmath>

namespace secondsite::image {
namespace {

double along_axis(const Grid& a, std::size_t axis, const std::array<double, 3>& v) {
  return a.direction[3 * axis] * v[0] + a.direction[3 * axis + 1] * v[1] +
         a.direction[3 * axis + 2] * v[2];
}

template <typename T>
Volume<T> nearest(const Volume<T>& labels, const Grid& grid) {
  Volume<T> out{grid, std::vector<T>(grid.voxels(), T{0})};
  const Grid& from = labels.grid;
  std::size_t i = 0;
  for (std::size_t z = 0; z < grid.size[2]; ++z)
    for (std::size_t y = 0; y < grid.size[1]; ++y)
      for (std::size_t x = 0; x < grid.size[0]; ++x, ++i) {
        auto at = grid.position_mm(static_cast<double>(x), static_cast<double>(y),
                                   static_cast<double>(z));
        for (std::size_t c = 0; c < 3; ++c) at[c] -= from.origin_mm[c];
        std::array<std::size_t, 3> place{};
        bool inside = true;
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const double index = std::floor(along_axis(from, axis, at) / from.spacing_mm[axis] + 0.5);
          inside = inside && index >= 0 && index < from.size[axis];
          place[axis] = inside ? static_cast<std::size_t>(index) : 0;
        }
        if (inside) out.voxel[i] = labels.voxel[from.at(place[0], place[1], place[2])];
      }
  return out;
}

}  // namespace

Volume<std::int32_t> on_grid(const Volume<std::int32_t>& labels, const Grid& grid) {
  return nearest(labels, grid);
}
Volume<float> on_grid(const Volume<float>& values, const Grid& grid) {
  return nearest(values, grid);
}

std::string flipped_axes(const Grid& a, const Grid& b) {
  if (a.size != b.size) return {};
  std::string out;
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (along_axis(a, axis,
                   {b.direction[3 * axis], b.direction[3 * axis + 1], b.direction[3 * axis + 2]}) <
        -0.99)
      out += (out.empty() ? "axis " : " and ") + std::to_string(axis + 1);
  return out.empty() ? out : out + " runs the other way";
}

}  // namespace secondsite::image
