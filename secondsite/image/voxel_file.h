#pragma once
// The other file that a header names for its voxels (.mhd, .nhdr).

#include <string>
#include <string_view>

#include "secondsite/core/result.h"

namespace secondsite::image {

// A header from elsewhere must not make any file of this machine into an image: the other file lies
// beside the header or below it. "image.voxels-elsewhere" where `name` is an absolute path or leads
// up.
core::Status check_voxel_file(const std::string& header, std::string_view name);

// The header of a NRRD file: the same for its data file, which may not be a list or a pattern of
// files either. "image.unreadable" where the line of a field (not of a comment or a key := value
// pair) has more than 300 characters: the library that reads it writes a line that it cannot parse
// into a buffer of fixed length.
core::Status check_nrrd_header(const std::string& path);

}  // namespace secondsite::image
