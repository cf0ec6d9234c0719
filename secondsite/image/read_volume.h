#pragma once
// Image files as volumes: NIfTI, NRRD, MetaImage and PNG. Geometry comes out in LPS and mm,
// whatever the file's convention.

#include <cstdint>
#include <string>

#include "secondsite/core/result.h"
#include "secondsite/image/volume.h"

namespace secondsite::image {

// Whether the name ends as a format that read_volume knows: .nii .nii.gz .nrrd .nhdr .mha .mhd .png
bool is_image_name(const std::string& path);
// The name without folder and without such an ending: "out/case7.nii.gz" is "case7".
std::string image_stem(const std::string& path);

struct Header {
  Grid grid;
  bool whole_numbers = false;  // the file stores an integer type, not scaled
  std::string stored_type;     // "unsigned_char"
};
// The geometry alone. Errors as read_volume.
core::Result<Header> read_header(const std::string& path);

// The voxels as numbers, scaled as the file says. Errors, all coded: "file.not-found",
// "image.unknown-format", "image.unreadable" (damaged, or cut short), "image.dimensions" (more than
// three axes that are longer than 1), "image.channels" (colour or vectors), "image.spacing" (0, not
// finite), "image.directions" (axes that are not at right angles), "image.too-large".
core::Result<Volume<float>> read_volume(const std::string& path);

// The voxels as labels. Also errors: "mask.not-whole" (a value that is no whole number: a
// probability map), "mask.label-range" (a value below 0 or beyond 32 bits).
core::Result<Volume<std::int32_t>> read_labels(const std::string& path);

}  // namespace secondsite::image
