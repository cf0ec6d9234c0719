#include "secondsite/metrics/support/calibration_ece.h"

namespace secondsite::metrics {

Metric ece_null() {
  return {.id = "ece_null",
          .title = "ECE of a calibrated model with these scores",
          .question = "How large an ECE would chance alone give?",
          .definition =
              "Mean over draws of the ECE (equal-width bins) when every outcome is positive with "
              "its score as chance; the interval is the band of those draws.",
          .reference = "Broecker & Smith 2007, doi:10.1175/WAF993.1",
          .family = Family::calibration,
          .better = Better::zero,
          .needs_probability = true,
          .estimate = [](const Cases& cases, const MetricOptions& options) {
            return ece_estimate("ece_null", EceKind::expected_if_calibrated, BinRule::equal_width,
                                EceOf::positive_class, cases, options);
          }};
}

}  // namespace secondsite::metrics
