#include "secondsite/metrics/support/loss_tversky.h"

namespace secondsite::metrics::losses {
namespace {

OverlapLoss tversky_formula(const std::vector<ClassSums>& sums, const LossOptions& options) {
  OverlapLoss out;
  const auto classes = static_cast<double>(sums.size());
  for (const ClassSums& s : sums) {
    const TverskyIndex index = tversky_index(s, options);
    out.value += (1 - index.value) / classes;
    out.slopes.push_back({-index.slope.of_g / classes, 0, -index.slope.constant / classes});
  }
  return out;
}

}  // namespace

Loss tversky() {
  Loss out{.id = "tversky",
           .title = "Tversky",
           .definition =
               "1 - mean over classes of (TP + smooth) / (TP + a FP + b FN + smooth), "
               "TP = Σpg, FP = Σp(1 - g), FN = Σ(1 - p)g; a is the cost of a false "
               "positive, b of a false negative.",
           .reference = "Salehi, Erdogmus & Gholipour 2017, doi:10.1007/978-3-319-67389-9_44"};
  set_overlap(out, tversky_formula);
  return out;
}

}  // namespace secondsite::metrics::losses
