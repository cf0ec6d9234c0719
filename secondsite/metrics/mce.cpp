#include "secondsite/metrics/support/calibration_ece.h"

namespace secondsite::metrics {

Metric mce() {
  return {.id = "mce",
          .title = "Maximum calibration error (MCE)",
          .question = "How far off is the worst bin?",
          .definition =
              "The largest |observed fraction - mean score| of a bin, bins of equal width. One "
              "case can make a bin: read it with the reliability curve's band.",
          .reference = "Naeini et al. 2015, doi:10.1609/aaai.v29i1.9602",
          .family = Family::calibration,
          .better = Better::lower,
          .needs_probability = true,
          .estimate = [](const Cases& cases, const MetricOptions& options) {
            return ece_estimate("mce", EceKind::maximum, BinRule::equal_width,
                                EceOf::positive_class, cases, options);
          }};
}

}  // namespace secondsite::metrics
