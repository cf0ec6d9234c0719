#include "secondsite/metrics/support/calibration_hosmer_lemeshow.h"

namespace secondsite::metrics {

Metric hosmer_lemeshow() {
  return {.id = "hosmer_lemeshow",
          .title = "Hosmer-Lemeshow test, equal-count bins (C)",
          .question = "Do observed and expected positives differ, bin by bin, by more than chance?",
          .definition =
              "Sum over bins of (O - E)^2/(E(1 - E/n)), bins at quantiles of the scores; degrees "
              "of freedom = bins, since the model "
              "was not fitted on these cases. Large samples reject any model: read the size of the "
              "gaps "
              "first.",
          .reference = "Hosmer & Lemeshow 1980, doi:10.1080/03610928008827941",
          .family = Family::calibration,
          .better = Better::zero,
          .needs_probability = true,
          .estimate = [](const Cases& cases, const MetricOptions& options) {
            return hosmer_lemeshow_estimate("hosmer_lemeshow", BinRule::equal_count, cases,
                                            options);
          }};
}

}  // namespace secondsite::metrics
