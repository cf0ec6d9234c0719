#pragma once
// Everything that is measured on one label of one case: the columns that metrics of masks average.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "secondsite/image/components.h"
#include "secondsite/metrics/support/mask_counts.h"
#include "secondsite/metrics/support/mask_instances.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {

struct MaskOptions {
  double tolerance_mm = 2;  // of the normalised surface Dice
  image::Connectivity connectivity = image::Connectivity::corners;  // of lesions
  double least_iou = 0.5;                                 // for a pair of lesions to be a match
  InstanceMatching matching = InstanceMatching::maximum;  // of lesions, for panoptic quality
  // What a distance is where one of the two masks is empty: the image's diagonal, the worst that
  // could be, or nothing (the case is then left out of the mean, and counted).
  bool worst_where_empty = true;
  bool centre_line = false;  // centre-line Dice costs a thinning
  bool mesh = false;         // and the surface Dice of meshes exact distances between triangles
  unsigned threads = 1;
};

// One component of the reference.
struct MaskLesion {
  double diameter_mm = 0;  // of the ball of equal volume; in a plane of the disc of equal area
  bool found = false;      // shares a voxel with the prediction
};

// NaN is "undefined"; why, says docs/reference/segmentation.md for each.
struct MaskValues {
  double dice = stats::unknown;
  double iou = stats::unknown;
  double mask_sensitivity = stats::unknown;
  double mask_precision = stats::unknown;
  double volume_difference_ml = stats::unknown;
  double volume_difference_relative = stats::unknown;
  double voxel_accuracy = stats::unknown;
  double empty_mask_accuracy = stats::unknown;  // what predicting nothing would score
  double lesion_fraction = stats::unknown;      // reference voxels over voxels of the image
  double hausdorff_mm = stats::unknown;
  double hd95_mm = stats::unknown;
  double hd95_pooled_mm = stats::unknown;
  double hd95_area_mm = stats::unknown;
  double assd_mm = stats::unknown;
  double masd_mm = stats::unknown;
  double nsd = stats::unknown;
  double nsd_border = stats::unknown;
  double nsd_mesh = stats::unknown;
  double centre_line_dice = stats::unknown;
  double soft_dice = stats::unknown;  // these four only of probabilities: see mask_soft.h
  double mask_brier = stats::unknown;
  double mask_brier_within = stats::unknown;
  double mask_cross_entropy = stats::unknown;
  double mask_lesion_sensitivity = stats::unknown;
  double mask_lesion_sensitivity_below_6mm = stats::unknown;
  double mask_lesion_sensitivity_6_to_10mm = stats::unknown;
  double mask_lesion_sensitivity_from_10mm = stats::unknown;
  double false_lesions = stats::unknown;
  double panoptic_quality = stats::unknown;
  double segmentation_quality = stats::unknown;
  double recognition_quality = stats::unknown;
  std::vector<MaskLesion> lesions;
};

struct MaskMeasure {
  std::string_view id;
  double MaskValues::*value;
};
// All of the above, in their order.
std::span<const MaskMeasure> mask_measures();

// One label of one case. `counts` may be of a label that neither mask has: then all is undefined
// but false_lesions (0) and what concerns the image.
MaskValues measure_label(const Labels& prediction, const Labels& reference,
                         const MaskCounts& counts, const MaskOptions& options);

}  // namespace secondsite::metrics
