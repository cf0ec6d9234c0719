#include "secondsite/evaluation/mask_images.h"

#include <filesystem>
#include <limits>
#include <set>

#include "secondsite/cohort/folder.h"
#include "secondsite/dicom/image_series.h"
#include "secondsite/dicom/pixels.h"
#include "secondsite/image/lattice.h"
#include "secondsite/image/read_volume.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;

void MaskImages::add(Image image, std::span<const std::string> names) {
  for (const std::string& name : names) {
    if (name.empty()) continue;
    const auto [at, is_new] = by_name_.try_emplace(name, images_.size());
    // A name that two images share names neither.
    if (!is_new && at->second != images_.size()) at->second = ambiguous;
  }
  images_.push_back(std::move(image));
}

Result<MaskImages> MaskImages::open(const std::string& path, const core::Context& context,
                                    core::Findings& odd) {
  MaskImages out;
  if (path.empty()) return out;
  std::error_code failed;
  std::vector<std::string> files;
  if (std::filesystem::is_regular_file(path, failed)) {
    files = {path};
  } else {
    auto folder = cohort::list_folder(path, odd);
    if (!folder) return std::move(folder).error();
    for (const std::string& file : folder->files) files.push_back(folder->full(file));
  }
  std::vector<std::string> others;
  for (const std::string& file : files) {
    if (!image::is_image_name(file)) {
      others.push_back(file);
      continue;
    }
    auto header = image::read_header(file);
    if (!header) {
      odd.add(core::Severity::warning, header.error().code(), "",
              "an image of --images cannot be used: " + header.error().what(), {.file = file});
      continue;
    }
    const std::string names[] = {image::image_stem(file)};
    out.add({{header->grid, false, {}}, file, {}}, names);
  }
  auto series = dicom::image_series(others, context, odd);
  if (!series) return std::move(series).error();
  for (const dicom::ImageSeries& each : *series) {
    Image image{{each.grid, true, {}}, "", {}};
    std::set<std::string> folders;
    for (const auto& slice : each.slices) {
      image.canvas.sop_uid.push_back(slice.sop_uid);
      image.slices.emplace_back(slice.file, slice.frame);
      folders.insert(std::filesystem::path(slice.file).parent_path().filename().string());
    }
    std::vector<std::string> names{each.series_uid};
    if (folders.size() == 1 && each.slices.size() > 1) names.push_back(*folders.begin());
    if (each.slices.size() == 1) {
      const std::filesystem::path file(each.slices.front().file);
      names.push_back(each.slices.front().sop_uid);
      names.push_back(file.extension() == ".dcm" ? file.stem().string() : file.filename().string());
    }
    out.add(std::move(image), names);
  }
  if (out.images_.empty())
    return Error("mask.no-files", "there is no image there that can be used", {.file = path});
  return out;
}

std::optional<std::size_t> MaskImages::find(std::span<const std::string> names) const {
  for (const std::string& name : names) {
    const auto found = by_name_.find(name);
    if (found != by_name_.end() && found->second != ambiguous) return found->second;
  }
  return std::nullopt;
}

std::vector<float> MaskImages::values(std::size_t image, const image::Grid& grid,
                                      std::span<const std::array<std::uint32_t, 3>> voxels) const {
  std::vector<float> out(voxels.size(), std::numeric_limits<float>::quiet_NaN());
  const Image& one = images_[image];
  const auto lattice = image::lattice_of(grid, one.canvas.grid);
  if (!lattice) return out;
  image::Volume<float> whole;
  if (!one.file.empty()) {
    auto read = image::read_volume(one.file);
    if (!read) return out;
    whole = std::move(*read);
  }
  std::map<std::size_t, std::vector<float>> slices;
  const auto& size = one.canvas.grid.size;
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    const auto at = lattice->at(voxels[i][0], voxels[i][1], voxels[i][2]);
    bool inside = true;
    for (std::size_t a = 0; a < 3; ++a)
      inside = inside && at[a] >= 0 && at[a] < std::int64_t{size[a]};
    if (!inside) continue;
    const auto x = static_cast<std::size_t>(at[0]);
    const auto y = static_cast<std::size_t>(at[1]);
    const auto z = static_cast<std::size_t>(at[2]);
    if (!one.file.empty()) {
      out[i] = whole.voxel[whole.grid.at(x, y, z)];
      continue;
    }
    if (slices.count(z) == 0) {
      auto pixels = dicom::decode_pixels(one.slices[z].first, one.slices[z].second);
      slices[z] = pixels && pixels->samples == 1 ? std::move(pixels->value) : std::vector<float>();
    }
    const std::vector<float>& slice = slices[z];
    if (slice.size() == std::size_t{size[0]} * size[1]) out[i] = slice[y * size[0] + x];
  }
  return out;
}

}  // namespace secondsite::evaluation
