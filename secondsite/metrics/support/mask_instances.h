#pragma once
// Which predicted object belongs to which reference object? Objects are connected components, or
// labels that are instances already.

#include <cstdint>
#include <span>
#include <vector>

#include "secondsite/image/components.h"
#include "secondsite/metrics/support/mask_counts.h"

namespace secondsite::metrics {

// Two sets of objects on one grid and how many voxels each pair shares.
struct InstanceOverlap {
  struct Pair {
    std::uint32_t predicted = 0;  // from 0
    std::uint32_t reference = 0;
    std::uint64_t both = 0;
  };
  std::vector<std::uint64_t> predicted;  // voxels of each
  std::vector<std::uint64_t> reference;
  std::vector<Pair> pairs;  // those that share any voxel, by prediction, then reference

  double iou(const Pair& pair) const;
};

// Of connected components.
InstanceOverlap overlap_of(const image::Components& predicted, const image::Components& reference);
// Of the labels in two volumes, each label an object; numbered in rising order of label. Labels for
// which `keep` is empty or holds the label take part.
InstanceOverlap overlap_of(const Labels& predicted, const Labels& reference,
                           std::span<const std::int32_t> keep = {});

// threshold: pairs by falling IoU, each object once, while IoU >= the least (panoptica's "naive"
// rule; above one half no object can be in two such pairs). maximum: the one-to-one matching with
// the largest sum of IoU among the pairs with IoU >= the least (Kuhn 1955,
// doi:10.1002/nav.3800020109). many_to_one: a reference object may be covered by several predicted
// ones; each of these belongs to the reference object that it shares most voxels with, and the IoU
// is that of their union.
enum class InstanceMatching { threshold, maximum, many_to_one };

struct InstanceMatch {
  std::uint32_t reference = 0;
  std::vector<std::uint32_t> predicted;  // one; several only for many_to_one
  double iou = 0;
  double dice = 0;
};

struct InstanceResult {
  std::vector<InstanceMatch> matches;  // by reference
  std::uint64_t true_positives = 0;    // = matches
  std::uint64_t false_positives = 0;   // predicted objects in no match
  std::uint64_t false_negatives = 0;   // reference objects in no match

  // Mean IoU (Dice) of the matches; NaN without any.
  double segmentation_quality() const;
  double segmentation_quality_dice() const;
  // TP / (TP + FP/2 + FN/2); NaN where there is no object at all.
  double recognition_quality() const;
  // Their product: sum of IoU / (TP + FP/2 + FN/2); 0 without matches (Kirillov et al. 2019,
  // doi:10.1109/CVPR.2019.00963).
  double panoptic_quality() const;
};

// InstanceMatching with an IoU of 0 as the least takes any shared voxel.
InstanceResult match(const InstanceOverlap& overlap, InstanceMatching rule, double least_iou);

// Lesion-wise counts: a reference object is found if any predicted object shares a voxel with it; a
// predicted object that shares none is a false positive.
struct LesionCounts {
  std::vector<std::uint8_t> found;  // one a reference object
  std::uint64_t false_positives = 0;
};
LesionCounts lesion_counts(const InstanceOverlap& overlap);

}  // namespace secondsite::metrics
