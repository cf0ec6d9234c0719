#pragma once
// The images of a folder.

#include <map>
#include <string>

#include "secondsite/core/result.h"

namespace secondsite::image {

// By name without ending; or the one file under its own name. Errors: "file.not-found",
// "mask.no-files" (no image there), "mask.same-name" (two files of one name).
core::Result<std::map<std::string, std::string>> images_of(const std::string& path);

}  // namespace secondsite::image
