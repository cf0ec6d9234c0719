#pragma once
// What the losses share: checks, sums over classes, and gradients that are linear in them.

#include <functional>
#include <vector>

#include "secondsite/metrics/losses/loss.h"

namespace secondsite::metrics {

// Sums over the voxels of one class: p probability, g reference.
struct ClassSums {
  double pg = 0;
  double p = 0;
  double g = 0;
  double pp = 0;
  double gg = 0;
  ClassSums& operator+=(const ClassSums& other);
};
// ∂loss/∂probability of a class is of_g · g + of_p · p + constant.
struct ClassSlope {
  double of_g = 0;
  double of_p = 0;
  double constant = 0;
};
// An overlap loss: value and slopes from the sums alone.
struct OverlapLoss {
  double value = 0;
  std::vector<ClassSlope> slopes;
};
using OverlapFormula =
    std::function<OverlapLoss(const std::vector<ClassSums>&, const LossOptions&)>;

// A loss that is a mean over voxels: `term` gives a voxel's loss and derivative from (p, g, extra),
// where extra is the class's weight or the voxel's distance. The mean is over voxels, classes
// summed.
struct VoxelTerm {
  double value = 0;
  double slope = 0;
};
using VoxelFormula = VoxelTerm (*)(double p, double g, double extra, const LossOptions&,
                                   bool one_class);
// What `extra` is: one number a class (for class-balanced), or the distances.
using ClassWeights =
    std::function<std::vector<double>(const std::vector<ClassSums>&, const LossOptions&)>;

// The two functions of a registry entry.
void set_overlap(Loss& loss, OverlapFormula formula);
void set_voxelwise(Loss& loss, VoxelFormula formula, ClassWeights weights = {});

}  // namespace secondsite::metrics
