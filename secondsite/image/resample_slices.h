#pragma once
// Slices where the scanner put them, onto a regular grid at right angles: a tilted gantry's shear
// is undone by the positions, and uneven distances become even by interpolation.

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/image/volume.h"

namespace secondsite::image {

// Parallel slices of one matrix. LPS, mm.
struct Slices {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  double row_spacing_mm = 1;     // between rows
  double column_spacing_mm = 1;  // between columns
  // Unit directions: along a row, then along a column (Image Orientation of DICOM).
  std::array<double, 6> orientation{1, 0, 0, 0, 1, 0};
  std::vector<std::array<double, 3>>
      position;  // centre of the first pixel, ascending along the normal
  // The values of slice i, rows x columns. Called for each slice once, in order.
  std::function<core::Result<std::vector<float>>(std::size_t)> values;
};

struct ResampleOptions {
  double slice_spacing_mm = 0;  // along the normal; 0: the median distance of the slices
  float outside = 0;            // where no slice reaches
  unsigned threads = 1;
};

struct Resampled {
  Volume<float> volume;
  double tilt_deg = 0;        // that was undone
  double widest_gap_mm = 0;   // along the normal, between slices that were interpolated between
  double shift_mm = 0;        // of the last slice against the first, within the plane
  std::uint64_t outside = 0;  // voxels that no slice reaches
};

// The grid has the slices' own axes (rows, columns, normal) and pixel spacing; along the normal it
// runs from the first slice in steps of `slice_spacing_mm` up to the last; within the plane it
// covers all slices. A value is linear between the two slices around it, each taken bilinearly at
// the same place of the patient; beyond the outermost pixel centres by half a pixel the edge's
// value counts, further out it is `outside`. A function that is linear in the patient comes out
// exactly. Errors: "image.unreadable" from `values`, "image.spacing" (two slices at one place,
// fewer than two, descending, spacing not above 0), "image.too-large" (above 2^31 voxels).
core::Result<Resampled> resample_slices(const Slices& slices, const ResampleOptions& options);

}  // namespace secondsite::image
