#pragma once
// MetaImage (.mha, .mhd): is the header sound enough for the library that reads it? That library
// stops the program at a key or a list that is longer than its buffers, leaks and waits on lines
// that are no "key = value". Format: itk.org/Wiki/MetaIO/Documentation.

#include <cstdint>
#include <optional>
#include <string>

#include "secondsite/core/result.h"

namespace secondsite::image {

struct MetaImageHeader {
  unsigned axes = 0;
  // How many bytes there are for the voxels, behind the words or in the other file that they name;
  // nothing where the voxels are compressed.
  std::optional<std::uint64_t> plain_bytes;
};

// The words of the header, checked. Error "image.unreadable", with the line: no "key = value", a
// number that is none, a list that does not have as many entries as the image has axes (matrices:
// axes squared), more than four axes, a line of more than 1,000 characters or a
// word of more than 250, a header that ends
// before it has named its voxels,
// voxels in a list of files. "file.not-found": the other file. Unknown keys are let through,
// as the format allows them.
core::Result<MetaImageHeader> meta_image_header(const std::string& path);

}  // namespace secondsite::image
