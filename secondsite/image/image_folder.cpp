#include "secondsite/image/image_folder.h"

#include <filesystem>

#include "secondsite/image/read_volume.h"

namespace secondsite::image {

using core::Error;

core::Result<std::map<std::string, std::string>> images_of(const std::string& path) {
  std::error_code failed;
  std::map<std::string, std::string> out;
  if (!std::filesystem::exists(path, failed))
    return Error("file.not-found", "there is no such file or folder", {.file = path});
  if (!std::filesystem::is_directory(path, failed)) {
    out[image_stem(path)] = path;
    return out;
  }
  for (const auto& entry : std::filesystem::directory_iterator(path, failed)) {
    const std::string file = entry.path().string();
    if (!entry.is_regular_file(failed) || !is_image_name(file)) continue;
    const auto [at, is_new] = out.try_emplace(image_stem(file), file);
    if (!is_new)
      return Error(
          "mask.same-name",
          "two files stand for the case \"" + at->first + "\": " + at->second + " and " + file,
          {.file = path});
  }
  if (out.empty()) return Error("mask.no-files", "the folder holds no image file", {.file = path});
  return out;
}

}  // namespace secondsite::image
