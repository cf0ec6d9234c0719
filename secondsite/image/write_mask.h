#pragma once
// Masks, probability maps and other volumes as NIfTI files, for other tools to open.

#include <cstdint>
#include <string>

#include "secondsite/core/result.h"
#include "secondsite/image/volume.h"

namespace secondsite::image {

// `path` ends in .nii or .nii.gz. Labels are stored in the narrowest of 8 and 16 bits without sign
// and 32 bits with, other values as 32-bit floats; the geometry is the grid's. Error
// "file.unwritable". What is read back is what was written; the same volume gives the same
// bytes.
core::Status write_mask(const Volume<std::int32_t>& labels, const std::string& path);
core::Status write_map(const Volume<float>& values, const std::string& path);

}  // namespace secondsite::image
