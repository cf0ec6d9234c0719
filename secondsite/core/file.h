#pragma once
// Whole files in and out, with errors that name them.

#include <string>
#include <string_view>

#include "secondsite/core/result.h"

namespace secondsite::core {

Result<std::string> read_file(const std::string& path);
// Written through links, beside the target and renamed, so that a reader never meets half a file.
Status write_file(const std::string& path, std::string_view content);
Status make_folder(const std::string& path);

}  // namespace secondsite::core
