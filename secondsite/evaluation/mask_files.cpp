#include "secondsite/evaluation/mask_files.h"

#include <cmath>
#include <vector>

#include "secondsite/core/text.h"
#include "secondsite/image/image_folder.h"
#include "secondsite/image/read_volume.h"
#include "secondsite/image/resample.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;

Result<std::map<std::string, std::string>> mask_files(const std::string& path) {
  return image::images_of(path);
}

namespace {

Result<metrics::Labels> read_any(const std::string& path, const MaskRequest& request) {
  if (!request.threshold) return image::read_labels(path);
  auto read = image::read_volume(path);
  if (!read) return std::move(read).error();
  std::size_t odd = 0;
  for (const float value : read->voxel) odd += std::isfinite(value) ? 0 : 1;
  if (odd > 0)
    return Error("mask.not-a-probability",
                 core::grouped(odd) + " of " + core::counted(read->voxel.size(), "voxel") +
                     (odd == 1 ? " is" : " are") + " no finite number",
                 {.file = path});
  metrics::Labels out{read->grid, std::vector<std::int32_t>(read->voxel.size())};
  const std::int32_t label = request.labels.empty() ? 1 : request.labels.front().value;
  for (std::size_t i = 0; i < out.voxel.size(); ++i)
    out.voxel[i] = static_cast<double>(read->voxel[i]) >= *request.threshold ? label : 0;
  return out;
}

}  // namespace

Result<metrics::Labels> read_prediction(const std::string& path, const metrics::Labels& reference,
                                        const MaskRequest& request, core::Findings& odd) {
  auto labels = read_any(path, request);
  if (!labels) return labels;
  const std::string apart = image::difference(labels->grid, reference.grid, grid_tolerance);
  if (apart.empty()) return labels;
  const std::string flipped = image::flipped_axes(labels->grid, reference.grid);
  const std::string what = "the prediction lies on another grid than the reference: " +
                           (flipped.empty() ? apart : flipped);
  if (!request.resample)
    return Error("mask.grid", what, {.file = path},
                 "say --resample to put predictions on the reference's grid by nearest voxel");
  odd.add(core::Severity::warning, "mask.resampled", "", what, {.file = path});
  return image::on_grid(*labels, reference.grid);
}

metrics::MaskOptions mask_options(const MaskRequest& request, unsigned threads) {
  return {.tolerance_mm = request.tolerance_mm,
          .connectivity = static_cast<image::Connectivity>(request.connectivity),
          .least_iou = request.least_iou,
          .worst_where_empty = request.worst_where_empty,
          .centre_line = request.centre_line,
          .threads = threads};
}

}  // namespace secondsite::evaluation
