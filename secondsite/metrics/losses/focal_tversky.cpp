#include <algorithm>
#include <cmath>

#include "secondsite/metrics/support/loss_tversky.h"

namespace secondsite::metrics::losses {
namespace {

// Below this the slope of (1 − index)^(1/γ) grows without bound, and the last touch of a perfect
// overlap would blow the step up.
constexpr double least_shortfall = 1e-7;

OverlapLoss focal_tversky_formula(const std::vector<ClassSums>& sums, const LossOptions& options) {
  OverlapLoss out;
  const auto classes = static_cast<double>(sums.size());
  const double power = 1 / options.tversky_gamma;
  for (const ClassSums& s : sums) {
    const TverskyIndex index = tversky_index(s, options);
    const double shortfall = std::max(0.0, 1 - index.value);
    out.value += std::pow(shortfall, power) / classes;
    const double outer =
        -power * std::pow(std::max(shortfall, least_shortfall), power - 1) / classes;
    out.slopes.push_back({outer * index.slope.of_g, 0, outer * index.slope.constant});
  }
  return out;
}

}  // namespace

Loss focal_tversky() {
  Loss out{.id = "focal_tversky",
           .title = "Focal Tversky",
           .definition =
               "Mean over classes of (1 - Tversky index)^(1 / tversky_gamma). The gradient takes "
               "1 - index as at least 1e-7, where the power has no slope.",
           .reference = "Abraham & Khan 2019, doi:10.1109/ISBI.2019.8759329"};
  set_overlap(out, focal_tversky_formula);
  return out;
}

}  // namespace secondsite::metrics::losses
