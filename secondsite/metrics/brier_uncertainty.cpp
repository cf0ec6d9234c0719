#include "secondsite/metrics/support/calibration_brier_metric.h"

namespace secondsite::metrics {

Metric brier_uncertainty() {
  return {
      .id = "brier_uncertainty",
      .title = "Uncertainty part of the Brier score",
      .question = "What Brier score would the prevalence alone have?",
      .definition = "q(1 - q) with q the prevalence among these cases: not the model's doing.",
      .reference =
          "Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2; exact with the two "
          "within-bin terms of Stephenson, Coelho & Jolliffe 2008, doi:10.1175/2007WAF2006116.1",
      .family = Family::calibration,
      .better = Better::zero,
      .needs_probability = true,
      .estimate = [](const Cases& cases, const MetricOptions& options) {
        return brier_part_estimate("brier_uncertainty", &BrierParts::uncertainty, cases, options);
      }};
}

}  // namespace secondsite::metrics
