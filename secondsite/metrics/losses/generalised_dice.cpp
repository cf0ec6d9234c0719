#include <algorithm>

#include "secondsite/metrics/support/loss_kernel.h"

namespace secondsite::metrics::losses {
namespace {

// 1 / (Σg)²; an empty class has the largest weight of the others, 1 where all are empty.
std::vector<double> generalised_dice_weights(const std::vector<ClassSums>& sums) {
  std::vector<double> out;
  double largest = 0;
  for (const ClassSums& s : sums) {
    out.push_back(s.g > 0 ? 1 / (s.g * s.g) : 0);
    largest = std::max(largest, out.back());
  }
  for (double& w : out)
    if (w == 0) w = largest > 0 ? largest : 1;
  return out;
}

OverlapLoss generalised_dice_formula(const std::vector<ClassSums>& sums,
                                     const LossOptions& options) {
  const auto weights = generalised_dice_weights(sums);
  double above = options.smooth;
  double below = options.smooth;
  for (std::size_t c = 0; c < sums.size(); ++c) {
    above += 2 * weights[c] * sums[c].pg;
    below += weights[c] * (sums[c].p + sums[c].g);
  }
  OverlapLoss out;
  out.slopes.resize(sums.size());
  if (!(below > 0)) return out;
  out.value = 1 - above / below;
  for (std::size_t c = 0; c < sums.size(); ++c)
    out.slopes[c] = {-2 * weights[c] / below, 0, weights[c] * above / (below * below)};
  return out;
}

}  // namespace

Loss generalised_dice() {
  Loss out{.id = "generalised_dice",
           .title = "Generalised Dice",
           .definition =
               "1 - (2 Σ_c w_c Σpg + smooth) / (Σ_c w_c Σ(p + g) + smooth), w_c = 1 / (Σg)²; a "
               "class that is absent has the largest weight of the others (1 where all are).",
           .reference = "Sudre et al. 2017, doi:10.1007/978-3-319-67558-9_28"};
  set_overlap(out, generalised_dice_formula);
  return out;
}

}  // namespace secondsite::metrics::losses
