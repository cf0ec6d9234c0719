#include "secondsite/image/voxel_file.h"

#include <filesystem>
#include <fstream>

#include "secondsite/core/text.h"

namespace secondsite::image {

core::Status check_voxel_file(const std::string& header, std::string_view name) {
  const auto path = std::filesystem::path(name).lexically_normal();
  if (path.is_relative() && (path.empty() || *path.begin() != "..")) return core::Done{};
  return core::Error("image.voxels-elsewhere",
                     "the header names the file \"" + std::string(name.substr(0, 100)) +
                         "\" for its voxels, which does not lie beside it",
                     {.file = header});
}

core::Status check_nrrd_header(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  std::uint64_t row = 0;
  // The header ends at a blank line; one of more than 1 MB is none that a program writes.
  for (std::size_t read = 0; std::getline(file, line) && read < (1U << 20); read += line.size()) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) break;
    ++row;
    const std::size_t colon = line.find(':');
    if (line.starts_with('#')) continue;
    const bool is_pair = colon != std::string::npos && line.compare(colon, 2, ":=") == 0;
    if (line.size() > 300 && !is_pair)
      return core::Error("image.unreadable", "a line of the header has more than 300 characters",
                         {.file = path, .row = row});
    if (colon == std::string::npos || is_pair) continue;
    const std::string key = core::lower(core::trim(line.substr(0, colon)));
    if (key != "data file" && key != "datafile") continue;
    const std::string_view name = core::trim(std::string_view(line).substr(colon + 1));
    if (name.starts_with("LIST") || name.find('%') != std::string_view::npos)
      return core::Error("image.voxels-elsewhere",
                         "the header names several files; only voxels in one file are read",
                         {.file = path});
    if (auto beside = check_voxel_file(path, name); !beside) return beside;
  }
  return core::Done{};
}

}  // namespace secondsite::image
