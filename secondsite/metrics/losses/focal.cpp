#include <algorithm>
#include <cmath>

#include "secondsite/metrics/support/loss_kernel.h"

namespace secondsite::metrics::losses {
namespace {

// −(1 − q)^γ log q and its derivative with respect to q.
VoxelTerm focal_log(double q, double gamma) {
  const double rest = 1 - q;
  const double power = std::pow(rest, gamma);
  const double log = std::log(q);
  const double slope = gamma == 0 ? 0 : gamma * std::pow(rest, gamma - 1) * log;
  return {-power * log, slope - power / q};
}

VoxelTerm focal_formula(double p, double g, double /*extra*/, const LossOptions& options,
                        bool one_class) {
  p = std::clamp(p, options.clip, 1 - options.clip);
  const VoxelTerm present = focal_log(p, options.gamma);
  if (!one_class) return {g * present.value, g * present.slope};
  const VoxelTerm absent = focal_log(1 - p, options.gamma);
  const double a = options.alpha < 0 ? 1 : options.alpha;
  const double b = options.alpha < 0 ? 1 : 1 - options.alpha;
  return {a * g * present.value + b * (1 - g) * absent.value,
          a * g * present.slope - b * (1 - g) * absent.slope};
}

}  // namespace

Loss focal() {
  Loss out{.id = "focal",
           .title = "Focal",
           .definition =
               "Mean over voxels of -g (1 - p)^gamma log p, summed over classes; for one class "
               "(sigmoid) also -(1 - g) p^gamma log(1 - p), weighted by alpha and 1 - alpha where "
               "alpha is given. p is clipped to [clip, 1 - clip], value and slope.",
           .reference = "Lin et al. 2017, doi:10.1109/ICCV.2017.324"};
  set_voxelwise(out, focal_formula);
  return out;
}

}  // namespace secondsite::metrics::losses
