#include "secondsite/metrics/support/calibration_ece.h"

namespace secondsite::metrics {

Metric ece_top_class() {
  return {.id = "ece_top_class",
          .title = "ECE of the predicted class",
          .question = "When the model calls a class with a confidence, is it that often right?",
          .definition =
              "ECE of max(p, 1 - p) against whether the predicted class was right, bins of equal "
              "width over 0 to 1; a score of 0.5 predicts negative.",
          .reference = "Guo et al. 2017, arXiv:1706.04599",
          .family = Family::calibration,
          .better = Better::lower,
          .needs_probability = true,
          .estimate = [](const Cases& cases, const MetricOptions& options) {
            return ece_estimate("ece_top_class", EceKind::plain, BinRule::equal_width,
                                EceOf::top_class, cases, options);
          }};
}

}  // namespace secondsite::metrics
