#include "secondsite/metrics/support/loss_kernel.h"

namespace secondsite::metrics::losses {
namespace {

OverlapLoss soft_dice_formula(const std::vector<ClassSums>& sums, const LossOptions& options) {
  OverlapLoss out;
  const auto classes = static_cast<double>(sums.size());
  for (const ClassSums& s : sums) {
    const double below = (options.squared ? s.pp + s.gg : s.p + s.g) + options.smooth;
    if (!(below > 0)) {  // nothing there, nothing predicted, no smoothing: a perfect score
      out.slopes.push_back({});
      continue;
    }
    const double dice = (2 * s.pg + options.smooth) / below;
    out.value += (1 - dice) / classes;
    ClassSlope slope;
    slope.of_g = -2 / (below * classes);
    (options.squared ? slope.of_p : slope.constant) =
        dice * (options.squared ? 2 : 1) / (below * classes);
    out.slopes.push_back(slope);
  }
  return out;
}

}  // namespace

Loss soft_dice() {
  Loss out{.id = "soft_dice",
           .title = "Soft Dice",
           .definition =
               "1 - mean over classes of (2 Σpg + smooth) / (Σp + Σg + smooth); with "
               "`squared` Σp² + Σg² below the line. Empty class and prediction: 0 lost.",
           .reference = "Milletari, Navab & Ahmadi 2016, doi:10.1109/3DV.2016.79"};
  set_overlap(out, soft_dice_formula);
  return out;
}

}  // namespace secondsite::metrics::losses
