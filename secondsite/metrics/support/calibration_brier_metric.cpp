#include "secondsite/metrics/support/calibration_brier_metric.h"

namespace secondsite::metrics {

stats::Estimate brier_part_estimate(std::string_view id, double BrierParts::*part,
                                    const Cases& cases, const MetricOptions& options) {
  stats::Estimate estimate = begin_calibration(id, cases, options, Needs::any_case);
  if (!estimate.absent_code.empty()) return estimate;
  const Binned binned =
      bin_cases(cases.score, cases.positive, std::max(1U, options.bins), BinRule::equal_width);
  estimate.value = brier_parts(cases, binned).*part;
  estimate.method =
      "Brier = reliability - resolution + uncertainty + variance of the scores within "
      "bins - 2 x their covariance with the outcomes";
  estimate.definitions = {
      {"bins", std::to_string(binned.bins.size()) + " with cases, of " +
                   std::to_string(std::max(1U, options.bins)) + "; " +
                   std::string(describe(BinRule::equal_width))},
      {"interval", "none: depends on the bins; the Brier score itself has one"}};
  return estimate;
}

}  // namespace secondsite::metrics
