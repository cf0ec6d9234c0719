#include "secondsite/metrics/support/calibration_hosmer_lemeshow.h"

namespace secondsite::metrics {

Metric hosmer_lemeshow_equal_width() {
  return {.id = "hosmer_lemeshow_equal_width",
          .title = "Hosmer-Lemeshow test, equal-width bins (H)",
          .question = "Do observed and expected positives differ, bin by bin, by more than chance?",
          .definition =
              "Sum over bins of (O - E)^2/(E(1 - E/n)), bins of equal width; degrees of freedom = "
              "bins, since the model "
              "was not fitted on these cases. Large samples reject any model: read the size of the "
              "gaps "
              "first.",
          .reference = "Hosmer & Lemeshow 1980, doi:10.1080/03610928008827941",
          .family = Family::calibration,
          .better = Better::zero,
          .needs_probability = true,
          .estimate = [](const Cases& cases, const MetricOptions& options) {
            return hosmer_lemeshow_estimate("hosmer_lemeshow_equal_width", BinRule::equal_width,
                                            cases, options);
          }};
}

}  // namespace secondsite::metrics
