#pragma once
// How much of a volume is the lesion?

namespace secondsite::guide {

// A scan's grid.
struct Grid {
  double columns = 0, rows = 0, slices = 0;
  double column_mm = 0, row_mm = 0, slice_mm = 0;

  double voxels() const { return columns * rows * slices; }
  double voxel_mm3() const { return column_mm * row_mm * slice_mm; }
  double volume_mm3() const { return voxels() * voxel_mm3(); }
};

// The chest CT of the guide: 512 × 512 × 320 voxels of 0.7 × 0.7 × 1.0 mm.
Grid chest_ct();

// 4/3 π r³
double sphere_mm3(double diameter_mm);
// The diameter of the sphere of that volume.
double sphere_diameter_mm(double volume_mm3);

}  // namespace secondsite::guide
