#pragma once
// NIfTI-1 and NIfTI-2 in one file (.nii, .nii.gz): is the header sound, and what are the voxels?
// The library that reads the geometry stops the program at a place that is no number, takes an
// impossible spacing for 1 mm, a missing rest for background, NaN for 0, and of "a.nii.gz" and
// "a.nii" always the second. Format: Cox et al. 2004; NIfTI-2: nifti.nimh.nih.gov.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::image {

struct NiftiHeader {
  std::uint64_t voxels = 0;  // all axes multiplied
  std::uint64_t offset = 0;  // bytes before the first voxel
  int type = 0;              // NIfTI's number: 2 is unsigned char
  std::uint32_t width = 0;   // bytes a voxel
  bool swapped = false;      // in the other byte order than this machine's
  // A value is slope * stored + intercept; a slope of 0 or no number, as written for "not scaled",
  // comes out as 1 and 0.
  double slope = 1;
  double intercept = 0;
};

// The header, checked. Errors: "image.unreadable" (damaged, the two-file form, a type that does not
// exist), "image.too-large" (an axis of none, or beyond counting), "image.spacing" (a voxel size or
// a row of the sform that is 0 or no number, a negative voxel size), "image.directions" (a qform
// that is no number).
core::Result<NiftiHeader> nifti_header(const std::string& path);

// The voxels as stored, in this machine's byte order and not scaled. Error "image.unreadable" where
// the file ends before the last one, or its compression is damaged.
core::Result<std::vector<char>> nifti_voxels(const std::string& path, const NiftiHeader& header);

}  // namespace secondsite::image
