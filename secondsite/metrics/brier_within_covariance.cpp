#include "secondsite/metrics/support/calibration_brier_metric.h"

namespace secondsite::metrics {

Metric brier_within_covariance() {
  return {
      .id = "brier_within_covariance",
      .title = "Covariance of scores and outcomes within bins",
      .question = "How much of the model's knowledge do the bins hide?",
      .definition =
          "Mean of (score - mean score of its bin) x (outcome - observed fraction of its bin), "
          "bins of equal width; it enters the Brier score minus twice.",
      .reference =
          "Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2; exact with the two "
          "within-bin terms of Stephenson, Coelho & Jolliffe 2008, doi:10.1175/2007WAF2006116.1",
      .family = Family::calibration,
      .better = Better::higher,
      .needs_probability = true,
      .estimate = [](const Cases& cases, const MetricOptions& options) {
        return brier_part_estimate("brier_within_covariance", &BrierParts::within_covariance, cases,
                                   options);
      }};
}

}  // namespace secondsite::metrics
