#include "secondsite/metrics/support/calibration_ece.h"

namespace secondsite::metrics {

Metric ece_equal_count() {
  return {.id = "ece_equal_count",
          .title = "Expected calibration error (ECE), equal-count bins",
          .question = "The same, with as many cases in each bin?",
          .definition =
              "Sum over bins of cases/n x |observed fraction - mean score|, edges at quantiles of "
              "the scores (linear rule), tied scores together. Read it against its null.",
          .reference =
              "Naeini et al. 2015, doi:10.1609/aaai.v29i1.9602; null: Broecker & Smith 2007, "
              "doi:10.1175/WAF993.1",
          .family = Family::calibration,
          .better = Better::lower,
          .needs_probability = true,
          .estimate = [](const Cases& cases, const MetricOptions& options) {
            return ece_estimate("ece_equal_count", EceKind::plain, BinRule::equal_count,
                                EceOf::positive_class, cases, options);
          }};
}

}  // namespace secondsite::metrics
