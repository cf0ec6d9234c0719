#include <algorithm>
#include <cmath>

#include "secondsite/metrics/support/loss_kernel.h"

namespace secondsite::metrics::losses {
namespace {

// (1 − β) / (1 − β^n), scaled so that the classes that occur have mean weight 1; a class without a
// sample weighs nothing.
std::vector<double> class_balanced_weights(const std::vector<ClassSums>& sums,
                                           const LossOptions& options) {
  std::vector<double> out;
  double total = 0;
  double present = 0;
  for (std::size_t c = 0; c < sums.size(); ++c) {
    const double n = options.class_counts.empty() ? sums[c].g : options.class_counts[c];
    double weight = 0;
    if (n > 0) {
      weight = options.balance == 0
                   ? 1
                   : (1 - options.balance) / -std::expm1(n * std::log(options.balance));
      present += 1;
    }
    total += weight;
    out.push_back(weight);
  }
  for (double& w : out) w *= total > 0 ? present / total : 0;
  return out;
}

VoxelTerm class_balanced_formula(double p, double g, double weight, const LossOptions& options,
                                 bool /*one_class*/) {
  p = std::clamp(p, options.clip, 1 - options.clip);
  return {-weight * g * std::log(p), -weight * g / p};
}

}  // namespace

Loss class_balanced() {
  Loss out{.id = "class_balanced",
           .title = "Class-balanced cross-entropy",
           .definition =
               "Mean over voxels of -Σ_c w_c g log p, w_c = (1 - β) / (1 - β^n_c) with n_c samples "
               "of the class, scaled to a mean of 1 over the classes that occur; β = 0 is plain "
               "cross-entropy. p is clipped to [clip, 1 - clip], value and slope. The weights do "
               "not depend on p. One class: its positive term alone.",
           .reference = "Cui et al. 2019, doi:10.1109/CVPR.2019.00949"};
  set_voxelwise(out, class_balanced_formula, class_balanced_weights);
  return out;
}

}  // namespace secondsite::metrics::losses
