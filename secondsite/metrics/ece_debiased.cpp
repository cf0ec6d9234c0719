#include "secondsite/metrics/support/calibration_ece.h"

namespace secondsite::metrics {

Metric ece_debiased() {
  return {.id = "ece_debiased",
          .title = "Expected calibration error without its bias",
          .question = "How much of the calibration error is not chance?",
          .definition =
              "ECE (equal-width bins) less what the scatter of the bins' observed fractions adds "
              "to it, not below 0.",
          .reference = "Kumar, Liang & Ma 2019, arXiv:1909.10155",
          .family = Family::calibration,
          .better = Better::zero,
          .needs_probability = true,
          .estimate = [](const Cases& cases, const MetricOptions& options) {
            return ece_estimate("ece_debiased", EceKind::debiased, BinRule::equal_width,
                                EceOf::positive_class, cases, options);
          }};
}

}  // namespace secondsite::metrics
