#pragma once
// Do two grids share their voxels' places, though in another order of axes, another direction, or
// in part? Then one goes onto the other without any resampling.

#include <array>
#include <cstdint>
#include <optional>

#include "secondsite/image/volume.h"

namespace secondsite::image {

// Voxel i of the one along its axis a is voxel first[axis[a]] + sign[a] · i of the other along axis
// axis[a].
struct Lattice {
  std::array<std::size_t, 3> axis{0, 1, 2};
  std::array<std::int64_t, 3> sign{1, 1, 1};
  std::array<std::int64_t, 3> first{0, 0, 0};

  std::array<std::int64_t, 3> at(std::size_t x, std::size_t y, std::size_t z) const;
};

// How the voxels of `part` lie among those of `whole`, which may end before them; nothing where no
// corner of `part` may lie further from a voxel's place than `tolerance` of a spacing, and one
// does.
std::optional<Lattice> lattice_of(const Grid& part, const Grid& whole, double tolerance = 0.05);

// `whole`, made larger by as many slices, rows and columns as `part` reaches beyond it.
Grid extended(const Grid& whole, const Grid& part, const Lattice& lattice);

// The voxels of `from` in their places of `grid`, 0 elsewhere. `outside` receives how many that are
// not 0 lie beyond it.
template <typename T>
Volume<T> placed(const Volume<T>& from, const Grid& grid, const Lattice& lattice,
                 std::uint64_t& outside) {
  Volume<T> out{grid, std::vector<T>(grid.voxels(), T{0})};
  outside = 0;
  std::size_t i = 0;
  for (std::size_t z = 0; z < from.grid.size[2]; ++z)
    for (std::size_t y = 0; y < from.grid.size[1]; ++y)
      for (std::size_t x = 0; x < from.grid.size[0]; ++x, ++i) {
        if (from.voxel[i] == T{0}) continue;
        const auto place = lattice.at(x, y, z);
        bool inside = true;
        for (std::size_t a = 0; a < 3; ++a)
          inside = inside && place[a] >= 0 && place[a] < std::int64_t{grid.size[a]};
        if (!inside) {
          ++outside;
          continue;
        }
        out.voxel[grid.at(static_cast<std::size_t>(place[0]), static_cast<std::size_t>(place[1]),
                          static_cast<std::size_t>(place[2]))] = from.voxel[i];
      }
  return out;
}

}  // namespace secondsite::image
