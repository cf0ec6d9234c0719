#include "secondsite/metrics/support/calibration_brier_metric.h"

namespace secondsite::metrics {

Metric brier_resolution() {
  return {
      .id = "brier_resolution",
      .title = "Resolution part of the Brier score",
      .question = "How much do the bins' observed fractions differ from the prevalence?",
      .definition =
          "Sum over bins of cases/n x (observed fraction - prevalence)^2, bins of equal width: "
          "what the model knows.",
      .reference =
          "Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2; exact with the two "
          "within-bin terms of Stephenson, Coelho & Jolliffe 2008, doi:10.1175/2007WAF2006116.1",
      .family = Family::calibration,
      .better = Better::higher,
      .needs_probability = true,
      .estimate = [](const Cases& cases, const MetricOptions& options) {
        return brier_part_estimate("brier_resolution", &BrierParts::resolution, cases, options);
      }};
}

}  // namespace secondsite::metrics
