#pragma once
// Where voxels lie in the patient, and the voxels. Shared by everything that handles pixels.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace secondsite::image {

// A regular grid in the patient's frame: LPS (x to the patient's left, y to the back, z to the
// head), millimetres, as DICOM and ITK have it (NIfTI files are RAS and are converted on reading).
// A 2-D image has size[2] == 1.
struct Grid {
  std::array<std::uint32_t, 3> size{0, 0, 0};
  std::array<double, 3> spacing_mm{1, 1, 1};
  std::array<double, 3> origin_mm{0, 0, 0};  // the centre of voxel (0, 0, 0)
  // Unit vectors of the three axes, one after the other: direction[3 * axis + component].
  std::array<double, 9> direction{1, 0, 0, 0, 1, 0, 0, 0, 1};

  std::size_t voxels() const { return std::size_t{size[0]} * size[1] * size[2]; }
  std::size_t at(std::size_t x, std::size_t y, std::size_t z) const {
    return x + size[0] * (y + std::size_t{size[1]} * z);
  }
  double voxel_mm3() const { return spacing_mm[0] * spacing_mm[1] * spacing_mm[2]; }
  // The place of a voxel's centre, for whole and broken indices.
  std::array<double, 3> position_mm(double x, double y, double z) const;
};

// Whether two grids put their voxels in the same places: equal sizes, and no corner further apart
// than `tolerance` of the smallest spacing. Otherwise the first difference, as a sentence.
std::string difference(const Grid& a, const Grid& b, double tolerance = 1e-3);

// Voxels on a grid, x fastest, then y, then z.
template <class T>
struct Volume {
  Grid grid;
  std::vector<T> voxel;
};

}  // namespace secondsite::image
