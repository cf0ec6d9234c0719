#include "secondsite/metrics/support/calibration_brier_metric.h"

namespace secondsite::metrics {

Metric brier_reliability() {
  return {
      .id = "brier_reliability",
      .title = "Reliability part of the Brier score",
      .question = "How much of the Brier score is miscalibration?",
      .definition =
          "Sum over bins of cases/n x (mean score - observed fraction)^2, bins of equal width: 0 "
          "is calibrated.",
      .reference =
          "Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2; exact with the two "
          "within-bin terms of Stephenson, Coelho & Jolliffe 2008, doi:10.1175/2007WAF2006116.1",
      .family = Family::calibration,
      .better = Better::zero,
      .needs_probability = true,
      .estimate = [](const Cases& cases, const MetricOptions& options) {
        return brier_part_estimate("brier_reliability", &BrierParts::reliability, cases, options);
      }};
}

}  // namespace secondsite::metrics
