#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/evaluation/mask_source.h"
#include "secondsite/image/read_volume.h"

namespace secondsite::evaluation::mask_sources {
namespace {

using core::Error;
using core::Result;

// A map of probabilities, cut at the threshold: its voxels become the first label, 1 where none is
// named.
Result<ReadMask> read_probabilities(const std::string& path, double threshold, std::int32_t label) {
  auto read = image::read_volume(path);
  if (!read) return std::move(read).error();
  std::size_t odd = 0;
  for (const float value : read->voxel) odd += value >= 0 && value <= 1 ? 0 : 1;
  if (odd > 0)
    return Error("mask.not-a-probability",
                 core::grouped(odd) + " of " + core::counted(read->voxel.size(), "voxel") +
                     (odd == 1 ? " lies" : " lie") + " outside 0 to 1, or is no number",
                 {.file = path});
  ReadMask out{{read->grid, std::vector<std::int32_t>(read->voxel.size())}, {}, {}};
  for (std::size_t i = 0; i < read->voxel.size(); ++i)
    out.labels.voxel[i] = static_cast<double>(read->voxel[i]) >= threshold ? label : 0;
  out.probability[label] = std::move(read->voxel);
  return out;
}

Result<ReadMask> read_mask(const std::string& path, const MaskSideRequest& side) {
  const auto named = side.named_labels();
  if (const auto threshold = side.threshold())
    return read_probabilities(path, *threshold, named.empty() ? 1 : named.front());
  auto labels = image::read_labels(path);
  if (!labels) return std::move(labels).error();
  return ReadMask{std::move(*labels), {}, {}};
}

Result<std::vector<MaskEntry>> open_image_files(const std::vector<std::string>& files,
                                                const MaskSideRequest& side, const core::Context&,
                                                core::Findings&) {
  std::vector<MaskEntry> out;
  for (const std::string& file : files) {
    MaskEntry entry;
    entry.name = image::image_stem(file);
    entry.file = file;
    entry.read = [file, side](const Canvas*, core::Findings&) { return read_mask(file, side); };
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

MaskSource image_files() {
  return {.id = "image_files",
          .title = "NIfTI, NRRD, MetaImage and PNG",
          .definition =
              "One file a case, named by the file without its ending. Whole numbers are "
              "labels; with a threshold the predictions are probabilities.",
          .recognises = image::is_image_name,
          .open = open_image_files};
}

}  // namespace secondsite::evaluation::mask_sources
