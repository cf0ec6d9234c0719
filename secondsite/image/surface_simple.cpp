#include "secondsite/image/distance.h"
#include "secondsite/image/surface.h"
#include "secondsite/image/surface_table.h"

namespace secondsite::image {
namespace {

// A mask with outside on all sides.
struct Mask {
  const Volume<std::uint8_t>& both;
  unsigned bit;

  bool at(std::int64_t x, std::int64_t y, std::int64_t z) const {
    const auto& size = both.grid.size;
    if (x < 0 || y < 0 || z < 0 || x >= size[0] || y >= size[1] || z >= size[2]) return false;
    return (both.voxel[both.grid.at(static_cast<std::size_t>(x), static_cast<std::size_t>(y),
                                    static_cast<std::size_t>(z))] &
            bit) != 0;
  }
};

struct SimpleElements {
  Volume<std::uint8_t> set;
  std::vector<std::size_t> index;
  std::vector<double> weight;

  void add(std::size_t x, std::size_t y, std::size_t z, double w) {
    const std::size_t i = set.grid.at(x, y, z);
    set.voxel[i] = 1;
    index.push_back(i);
    weight.push_back(w);
  }
};

SimpleElements border_near(const Mask& mask) {
  const Grid& grid = mask.both.grid;
  SimpleElements out{{grid, std::vector<std::uint8_t>(grid.voxels())}, {}, {}};
  for (std::int64_t z = 0; z < grid.size[2]; ++z)
    for (std::int64_t y = 0; y < grid.size[1]; ++y)
      for (std::int64_t x = 0; x < grid.size[0]; ++x) {
        bool inside = mask.at(x - 1, y, z) && mask.at(x + 1, y, z) && mask.at(x, y - 1, z) &&
                      mask.at(x, y + 1, z);
        if (grid.size[2] > 1) inside = inside && mask.at(x, y, z - 1) && mask.at(x, y, z + 1);
        if (mask.at(x, y, z) && !inside)
          out.add(static_cast<std::size_t>(x), static_cast<std::size_t>(y),
                  static_cast<std::size_t>(z), 1);
      }
  return out;
}

SimpleElements cells(const Mask& mask) {
  Grid grid = mask.both.grid;
  const bool flat = grid.size[2] == 1;
  const auto area = surface_areas_mm2(grid.spacing_mm);
  const auto length = contour_lengths_mm(grid.spacing_mm[0], grid.spacing_mm[1]);
  for (std::size_t axis = 0; axis < (flat ? 2U : 3U); ++axis) ++grid.size[axis];
  SimpleElements out{{grid, std::vector<std::uint8_t>(grid.voxels())}, {}, {}};
  for (std::size_t z = 0; z < grid.size[2]; ++z)
    for (std::size_t y = 0; y < grid.size[1]; ++y)
      for (std::size_t x = 0; x < grid.size[0]; ++x) {
        unsigned code = 0;
        for (unsigned k = 0; k < (flat ? 4U : 8U); ++k)
          if (mask.at(static_cast<std::int64_t>(x + k % 2) - 1,
                      static_cast<std::int64_t>(y + k / 2 % 2) - 1,
                      static_cast<std::int64_t>(z + k / 4) - (flat ? 0 : 1)))
            code |= 1U << k;
        if (code != 0 && code != (flat ? 15U : 255U))
          out.add(x, y, z, flat ? length[code] : area[code]);
      }
  return out;
}

SurfaceDistances between(const SimpleElements& from, const SimpleElements& to) {
  const auto map = distance_map_simple(to.set);
  SurfaceDistances out{{}, from.weight};
  for (const std::size_t i : from.index) out.mm.push_back(map.voxel[i]);
  return out;
}

}  // namespace

SurfacePair surface_distances_simple(const Volume<std::uint8_t>& both, SurfaceKind kind) {
  const auto elements = kind == SurfaceKind::border_voxels ? border_near : cells;
  const SimpleElements a = elements({both, 1});
  const SimpleElements b = elements({both, 2});
  return {between(a, b), between(b, a)};
}

}  // namespace secondsite::image
