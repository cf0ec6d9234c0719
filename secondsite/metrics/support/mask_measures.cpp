#include "secondsite/metrics/support/mask_measures.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "secondsite/image/skeleton.h"
#include "secondsite/image/surface_mesh.h"
#include "secondsite/metrics/support/mask_instances.h"
#include "secondsite/metrics/support/mask_surface.h"

namespace secondsite::metrics {
namespace {

using Bytes = image::Volume<std::uint8_t>;

double diagonal_mm(const image::Grid& grid) {
  return std::hypot(grid.size[0] * grid.spacing_mm[0], grid.size[1] * grid.spacing_mm[1],
                    grid.size[2] > 1 ? grid.size[2] * grid.spacing_mm[2] : 0.0);
}

Bytes one_mask(const Bytes& both, std::uint8_t bit) {
  Bytes out{both.grid, std::vector<std::uint8_t>(both.voxel.size())};
  for (std::size_t i = 0; i < out.voxel.size(); ++i)
    out.voxel[i] = static_cast<std::uint8_t>((both.voxel[i] & bit) != 0 ? 1 : 0);
  return out;
}

void set_overlap(const MaskCounts& counts, double voxel_mm3, MaskValues& out) {
  const auto predicted = static_cast<double>(counts.predicted);
  const auto reference = static_cast<double>(counts.reference);
  const auto both = static_cast<double>(counts.both);
  const auto voxels = static_cast<double>(counts.voxels);
  out.dice = counts.dice();
  out.iou = counts.iou();
  out.mask_sensitivity = counts.sensitivity();
  out.mask_precision = counts.precision();
  out.volume_difference_ml = (predicted - reference) * voxel_mm3 / 1000;
  if (counts.reference > 0) out.volume_difference_relative = (predicted - reference) / reference;
  out.voxel_accuracy = (voxels - predicted - reference + 2 * both) / voxels;
  out.empty_mask_accuracy = (voxels - reference) / voxels;
  out.lesion_fraction = reference / voxels;
}

void set_distances(const Bytes& both, const MaskOptions& options, MaskValues& out) {
  const auto border = border_measures(
      image::surface_distances(both, image::SurfaceKind::border_voxels, options.threads),
      options.tolerance_mm);
  const auto area = area_measures(
      image::surface_distances(both, image::SurfaceKind::surface_cells, options.threads),
      options.tolerance_mm);
  out.hausdorff_mm = border.hausdorff;
  out.hd95_mm = border.hd95_directed;
  out.hd95_pooled_mm = border.hd95_pooled;
  out.hd95_area_mm = area.hd95;
  out.assd_mm = border.assd;
  out.masd_mm = border.masd;
  out.nsd = area.nsd;
  out.nsd_border = border.nsd;
  if (options.mesh)
    out.nsd_mesh = image::mesh_overlap(both, options.tolerance_mm, options.threads).share();
}

void set_worst(double distance, MaskValues& out) {
  for (double* value : {&out.hausdorff_mm, &out.hd95_mm, &out.hd95_pooled_mm, &out.hd95_area_mm,
                        &out.assd_mm, &out.masd_mm})
    *value = distance;
}

// 2 TS / (T + S) of the shares of each centre line that lies in the other mask (Shit et al. 2021,
// doi:10.1109/CVPR46437.2021.01629).
double centre_line_dice(const Bytes& predicted, const Bytes& reference) {
  const auto share = [](const Bytes& line, const Bytes& mask) {
    double in = 0;
    double all = 0;
    for (std::size_t i = 0; i < line.voxel.size(); ++i) {
      all += line.voxel[i];
      in += line.voxel[i] & mask.voxel[i];
    }
    return in / all;
  };
  const double precision = share(image::skeleton(predicted), reference);
  const double sensitivity = share(image::skeleton(reference), predicted);
  return precision + sensitivity > 0 ? 2 * precision * sensitivity / (precision + sensitivity) : 0;
}

struct Share {
  double found = 0;
  double all = 0;
  double value() const { return all > 0 ? found / all : stats::unknown; }
};

// Of the ball of equal volume, in a plane of the disc of equal area.
double diameter_mm(const image::Grid& grid, std::uint64_t voxels, bool flat) {
  const auto n = static_cast<double>(voxels);
  if (flat) return 2 * std::sqrt(n * grid.spacing_mm[0] * grid.spacing_mm[1] / std::numbers::pi);
  return std::cbrt(6 / std::numbers::pi * grid.voxel_mm3() * n);
}

void set_lesions(const Bytes& predicted, const Bytes& reference, const MaskOptions& options,
                 bool flat, MaskValues& out) {
  const auto overlap =
      overlap_of(image::components(predicted, options.connectivity, options.threads),
                 image::components(reference, options.connectivity, options.threads));
  const auto lesions = lesion_counts(overlap);
  Share all;
  std::array<Share, 3> by_size;
  for (std::size_t k = 0; k < overlap.reference.size(); ++k) {
    const double diameter = diameter_mm(reference.grid, overlap.reference[k], flat);
    out.lesions.push_back({diameter, lesions.found[k] != 0});
    for (Share* share : {&all, &by_size[diameter < 6 ? 0 : diameter < 10 ? 1 : 2]}) {
      share->all += 1;
      share->found += lesions.found[k];
    }
  }
  out.mask_lesion_sensitivity = all.value();
  out.mask_lesion_sensitivity_below_6mm = by_size[0].value();
  out.mask_lesion_sensitivity_6_to_10mm = by_size[1].value();
  out.mask_lesion_sensitivity_from_10mm = by_size[2].value();
  out.false_lesions = static_cast<double>(lesions.false_positives);
  const auto matched = match(overlap, options.matching, options.least_iou);
  out.panoptic_quality = matched.panoptic_quality();
  out.segmentation_quality = matched.segmentation_quality();
  out.recognition_quality = matched.recognition_quality();
}

}  // namespace

std::span<const MaskMeasure> mask_measures() {
  using V = MaskValues;
  static constexpr MaskMeasure table[] = {
      {"dice", &V::dice},
      {"iou", &V::iou},
      {"mask_sensitivity", &V::mask_sensitivity},
      {"mask_precision", &V::mask_precision},
      {"volume_difference_ml", &V::volume_difference_ml},
      {"volume_difference_relative", &V::volume_difference_relative},
      {"voxel_accuracy", &V::voxel_accuracy},
      {"empty_mask_accuracy", &V::empty_mask_accuracy},
      {"lesion_fraction", &V::lesion_fraction},
      {"hausdorff_mm", &V::hausdorff_mm},
      {"hd95_mm", &V::hd95_mm},
      {"hd95_pooled_mm", &V::hd95_pooled_mm},
      {"hd95_area_mm", &V::hd95_area_mm},
      {"assd_mm", &V::assd_mm},
      {"masd_mm", &V::masd_mm},
      {"nsd", &V::nsd},
      {"nsd_border", &V::nsd_border},
      {"nsd_mesh", &V::nsd_mesh},
      {"centre_line_dice", &V::centre_line_dice},
      {"soft_dice", &V::soft_dice},
      {"mask_brier", &V::mask_brier},
      {"mask_brier_within", &V::mask_brier_within},
      {"mask_cross_entropy", &V::mask_cross_entropy},
      {"mask_lesion_sensitivity", &V::mask_lesion_sensitivity},
      {"mask_lesion_sensitivity_below_6mm", &V::mask_lesion_sensitivity_below_6mm},
      {"mask_lesion_sensitivity_6_to_10mm", &V::mask_lesion_sensitivity_6_to_10mm},
      {"mask_lesion_sensitivity_from_10mm", &V::mask_lesion_sensitivity_from_10mm},
      {"false_lesions", &V::false_lesions},
      {"panoptic_quality", &V::panoptic_quality},
      {"segmentation_quality", &V::segmentation_quality},
      {"recognition_quality", &V::recognition_quality},
  };
  return table;
}

MaskValues measure_label(const Labels& prediction, const Labels& reference,
                         const MaskCounts& counts, const MaskOptions& options) {
  MaskValues out;
  const double voxel_mm3 = reference.grid.voxel_mm3();
  set_overlap(counts, voxel_mm3, out);
  if (counts.predicted == 0 && counts.reference == 0) {
    out.false_lesions = 0;
    return out;
  }
  const Bytes both = crop(prediction, reference, counts);
  if (counts.predicted == 0 || counts.reference == 0) {
    if (options.worst_where_empty) set_worst(diagonal_mm(reference.grid), out);
    out.nsd = out.nsd_border = 0;
    if (options.centre_line) out.centre_line_dice = 0;
    if (options.mesh) out.nsd_mesh = 0;
  } else {
    set_distances(both, options, out);
  }
  const Bytes predicted = one_mask(both, 1);
  const Bytes truth = one_mask(both, 2);
  if (options.centre_line && counts.predicted > 0 && counts.reference > 0)
    out.centre_line_dice = centre_line_dice(predicted, truth);
  set_lesions(predicted, truth, options, reference.grid.size[2] == 1, out);
  return out;
}

}  // namespace secondsite::metrics
