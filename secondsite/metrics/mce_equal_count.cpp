#include "secondsite/metrics/support/calibration_ece.h"

namespace secondsite::metrics {

Metric mce_equal_count() {
  return {.id = "mce_equal_count",
          .title = "Maximum calibration error (MCE), equal-count bins",
          .question = "How far off is the worst tenth of the cases?",
          .definition =
              "The largest |observed fraction - mean score| of a bin, edges at quantiles of the "
              "scores (linear rule), tied scores together.",
          .reference = "Naeini et al. 2015, doi:10.1609/aaai.v29i1.9602",
          .family = Family::calibration,
          .better = Better::lower,
          .needs_probability = true,
          .estimate = [](const Cases& cases, const MetricOptions& options) {
            return ece_estimate("mce_equal_count", EceKind::maximum, BinRule::equal_count,
                                EceOf::positive_class, cases, options);
          }};
}

}  // namespace secondsite::metrics
