#include "secondsite/core/text.h"
#include "secondsite/metrics/support/calibration_input.h"
#include "secondsite/metrics/support/calibration_spiegelhalter.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::metrics {
namespace {

stats::Estimate spiegelhalter_z_estimate(const Cases& cases, const MetricOptions& options) {
  stats::Estimate estimate = begin_calibration("spiegelhalter_z", cases, options, Needs::any_case);
  if (!estimate.absent_code.empty()) return estimate;
  const SpiegelhalterZ z = spiegelhalter(cases);
  estimate.value = cases.is_clustered() ? z.by_patient : z.binomial;
  if (std::isnan(estimate.value)) {
    mark_absent(estimate, "calibration.no-spread",
                "every score is 0, 0.5 or 1, so the statistic has no variance under calibration");
    return estimate;
  }
  estimate.method = cases.is_clustered() ? "Spiegelhalter z, variance by patient"
                                         : "Spiegelhalter z, binomial variance";
  estimate.test = stats::TestResult{.method = estimate.method,
                                    .statistic = estimate.value,
                                    .p_value = stats::two_sided(estimate.value)};
  if (cases.is_clustered())
    estimate.definitions.push_back(
        {"with binomial variance",
         "z = " + core::fixed(z.binomial, 4) + ", as if a patient's cases were independent"});
  estimate.definitions.push_back({"interval", "none: a test statistic"});
  return estimate;
}

}  // namespace

Metric spiegelhalter_z() {
  return {
      .id = "spiegelhalter_z",
      .title = "Spiegelhalter's z",
      .question = "Is the Brier score what these probabilities promise?",
      .definition =
          "Sum of (y - p)(1 - 2p) over its standard error under calibration; normal, two-sided "
          "p. Positive: the scores are too extreme. With patients the variance is empirical, by "
          "patient.",
      .reference = "Spiegelhalter 1986, doi:10.1002/sim.4780050506",
      .family = Family::calibration,
      .better = Better::zero,
      .needs_probability = true,
      .estimate = spiegelhalter_z_estimate};
}

}  // namespace secondsite::metrics
