#include "secondsite/metrics/support/calibration_ece.h"

namespace secondsite::metrics {

Metric ece() {
  return {
      .id = "ece",
      .title = "Expected calibration error (ECE), equal-width bins",
      .question =
          "How far is a score from the fraction of positives among cases with about that score?",
      .definition =
          "Sum over bins of cases/n x |observed fraction - mean score|, bins of equal width. Never "
          "0 even for a calibrated model: read it against its null, printed beside.",
      .reference =
          "Naeini et al. 2015, doi:10.1609/aaai.v29i1.9602; null: Broecker & Smith 2007, "
          "doi:10.1175/WAF993.1",
      .family = Family::calibration,
      .better = Better::lower,
      .needs_probability = true,
      .estimate = [](const Cases& cases, const MetricOptions& options) {
        return ece_estimate("ece", EceKind::plain, BinRule::equal_width, EceOf::positive_class,
                            cases, options);
      }};
}

}  // namespace secondsite::metrics
