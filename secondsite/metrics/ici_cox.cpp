#include "secondsite/metrics/support/calibration_cox_metric.h"
#include "secondsite/metrics/support/calibration_lowess.h"

namespace secondsite::metrics {
namespace {

stats::Estimate ici_cox_estimate(const Cases& cases, const MetricOptions& options) {
  stats::Estimate estimate =
      begin_calibration("ici_cox", cases, options, Needs::varied_scores_of_both_classes);
  if (!estimate.absent_code.empty()) return estimate;
  CoxFit fit = fit_cox(cases);
  if (!fit.absent_code.empty()) {
    mark_absent(estimate, fit.absent_code, fit.absent_reason);
    return estimate;
  }
  const std::uint64_t clipped = fit.clipped;
  estimate.value = curve_errors(cases.score, recalibrated(std::move(fit))).ici;
  estimate.method = "logistic recalibration against the scores";
  estimate.definitions = {{"clipping", clipping_note(clipped, estimate.n)},
                          {"interval", "none: see the slope and the intercept for theirs"}};
  return estimate;
}

}  // namespace

Metric ici_cox() {
  return {
      .id = "ici_cox",
      .title = "Integrated calibration index of the logistic recalibration",
      .question = "How far would intercept and slope move a score, on average?",
      .definition =
          "Mean of |recalibrated - score| over cases, recalibrated by a + b logit(score). No value "
          "where that fit has none.",
      .reference = "Austin & Steyerberg 2019, doi:10.1002/sim.8281",
      .family = Family::calibration,
      .better = Better::lower,
      .needs_probability = true,
      .estimate = ici_cox_estimate};
}

}  // namespace secondsite::metrics
