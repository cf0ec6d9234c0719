#include "secondsite/metrics/support/calibration_brier_metric.h"

namespace secondsite::metrics {

Metric brier_within_variance() {
  return {
      .id = "brier_within_variance",
      .title = "Variance of the scores within bins",
      .question = "How much of the Brier score do the bins hide as spread of the scores?",
      .definition =
          "Mean of (score - mean score of its bin)^2, bins of equal width; the decomposition adds "
          "up exactly with it and the covariance.",
      .reference =
          "Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2; exact with the two "
          "within-bin terms of Stephenson, Coelho & Jolliffe 2008, doi:10.1175/2007WAF2006116.1",
      .family = Family::calibration,
      .better = Better::zero,
      .needs_probability = true,
      .estimate = [](const Cases& cases, const MetricOptions& options) {
        return brier_part_estimate("brier_within_variance", &BrierParts::within_variance, cases,
                                   options);
      }};
}

}  // namespace secondsite::metrics
