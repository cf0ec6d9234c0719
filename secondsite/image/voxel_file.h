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

// The same for the header of a NRRD file; also where it names a list or a pattern of files, which
// is not checked and so not read.
core::Status check_nrrd_voxel_file(const std::string& path);

}  // namespace secondsite::image
