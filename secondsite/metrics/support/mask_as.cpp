#include "secondsite/metrics/support/mask_as.h"

#include <limits>

#include "secondsite/core/text.h"
#include "secondsite/metrics/support/mask_instances.h"
#include "secondsite/metrics/support/mask_surface.h"

namespace secondsite::metrics {
namespace {

using MaskBytes = image::Volume<std::uint8_t>;
constexpr double infinite = std::numeric_limits<double>::infinity();

struct Case {
  const MaskCounts& counts;
  MaskBytes both;
  const MaskOptions& options;

  bool has_both() const { return counts.predicted > 0 && counts.reference > 0; }
  bool has_none() const { return counts.predicted == 0 && counts.reference == 0; }
};

std::vector<ToolValue> monai(const Case& c) {
  const double dice = c.counts.reference > 0 ? c.counts.dice() : stats::unknown;
  BorderMeasures border;
  border.hausdorff = border.hd95_directed = border.assd = border.nsd = stats::unknown;
  if (!c.has_both() && !c.has_none()) {
    // The percentile between infinities is no number, their largest is.
    border.hausdorff = border.assd = infinite;
    border.nsd = 0;
  }
  if (c.has_both()) {
    MaskBytes voxels = c.both;
    voxels.grid.spacing_mm = {1, 1, 1};
    border = border_measures(
        image::surface_distances(voxels, image::SurfaceKind::border_voxels, c.options.threads),
        c.options.tolerance_mm);
  }
  return {{"DiceMetric", "undefined where the reference is empty (ignore_empty)", "", dice, "dice"},
          {"HausdorffDistanceMetric(percentile=95)",
           "larger of the two percentiles between border voxels, spacing not given", "voxels",
           border.hd95_directed, "hd95_mm"},
          {"HausdorffDistanceMetric", "the same without a percentile", "voxels", border.hausdorff,
           "hausdorff_mm"},
          {"SurfaceDistanceMetric(symmetric=True)", "mean of both directions together, in voxels",
           "voxels", border.assd, "assd_mm"},
          {"SurfaceDiceMetric", "share of border voxels within the tolerance, taken as voxels", "",
           border.nsd, "nsd_border"}};
}

std::vector<ToolValue> nnunet(const Case& c) {
  return {
      {"Dice", "2 TP / (2 TP + FP + FN), undefined where all are 0", "", c.counts.dice(), "dice"},
      {"IoU", "TP / (TP + FP + FN), undefined where all are 0", "", c.counts.iou(), "iou"}};
}

std::vector<ToolValue> panoptica(const Case& c) {
  std::array<MaskBytes, 2> mask{c.both, c.both};
  for (std::size_t side = 0; side < 2; ++side)
    for (std::uint8_t& v : mask[side].voxel) v = static_cast<std::uint8_t>(v >> side & 1U);
  const auto parts = [&](const MaskBytes& bytes) {
    return image::components(bytes, image::Connectivity::corners, c.options.threads);
  };
  const auto result =
      match(overlap_of(parts(mask[0]), parts(mask[1])), InstanceMatching::threshold, 0.5);
  double masd = c.has_none() ? stats::unknown : infinite;
  if (c.has_both()) {
    MaskBytes voxels = c.both;
    voxels.grid.spacing_mm = {1, 1, 1};
    masd = border_measures(image::surface_distances(voxels, image::SurfaceKind::border_voxels,
                                                    c.options.threads),
                           1)
               .masd;
  }
  return {
      {"global_bin_dsc", "Dice of all parts together", "", c.counts.dice(), "dice"},
      {"global_bin_assd", "mean of the two directed means, spacing not given", "voxels", masd,
       "masd_mm"},
      {"sq", "mean IoU of parts matched with IoU >= 0.5; 0 where none is", "",
       result.matches.empty() && !c.has_none() ? 0 : result.segmentation_quality(),
       "segmentation_quality"},
      {"rq", "TP / (TP + FP/2 + FN/2)", "", result.recognition_quality(), "recognition_quality"},
      {"pq", "sq times rq", "", result.panoptic_quality(), "panoptic_quality"}};
}

std::vector<ToolValue> deepmind(const Case& c) {
  AreaMeasures area;
  if (c.has_both()) {
    area = area_measures(
        image::surface_distances(c.both, image::SurfaceKind::surface_cells, c.options.threads),
        c.options.tolerance_mm);
  } else {
    area.hausdorff = area.hd95 = infinite;
    area.nsd = c.has_none() ? stats::unknown : 0;
    area.mean_a_to_b = c.counts.predicted > 0 ? infinite : stats::unknown;
    area.mean_b_to_a = c.counts.reference > 0 ? infinite : stats::unknown;
  }
  return {
      {"compute_dice_coefficient", "undefined where both are empty", "", c.counts.dice(), "dice"},
      {"compute_robust_hausdorff(95)", "weighted by area; infinite where a mask is empty", "mm",
       area.hd95, "hd95_area_mm"},
      {"compute_robust_hausdorff(100)", "between surface cells", "mm", area.hausdorff,
       "hausdorff_mm"},
      {"compute_surface_dice_at_tolerance", "weighted by area", "", area.nsd, "nsd"},
      {"compute_average_surface_distance, to prediction", "weighted by area", "mm",
       area.mean_b_to_a, "masd_mm"},
      {"compute_average_surface_distance, to reference", "weighted by area", "mm", area.mean_a_to_b,
       "masd_mm"}};
}

}  // namespace

std::vector<std::string> mask_tools() {
  return {"monai", "nnunet", "panoptica", "deepmind"};
}

core::Result<std::vector<ToolValue>> as_tool(const std::string& tool, const Labels& prediction,
                                             const Labels& reference, const MaskCounts& counts,
                                             const MaskOptions& options) {
  const Case one{counts, crop(prediction, reference, counts), options};
  if (tool == "monai") return monai(one);
  if (tool == "nnunet") return nnunet(one);
  if (tool == "panoptica") return panoptica(one);
  if (tool == "deepmind") return deepmind(one);
  return core::Error("config.unknown-name", "there is no tool named \"" + tool + "\"", {},
                     "choose one of: " + core::join(mask_tools(), ", "));
}

}  // namespace secondsite::metrics
