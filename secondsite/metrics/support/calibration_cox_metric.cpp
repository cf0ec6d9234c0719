#include "secondsite/metrics/support/calibration_cox_metric.h"

#include <limits>

#include "secondsite/core/text.h"

namespace secondsite::metrics {
namespace {

CoxFit fit_for(CoxParameter parameter, const Cases& cases) {
  return parameter == CoxParameter::intercept_at_slope_one ? fit_cox_intercept(cases)
                                                           : fit_cox(cases);
}

Influence influence_from(CoxParameter parameter, CoxFit& fit) {
  Influence influence;
  const bool slope = parameter == CoxParameter::slope;
  influence.value = slope ? fit.slope : fit.intercept;
  influence.per_case = std::move(slope ? fit.slope_influence : fit.intercept_influence);
  return influence;
}

}  // namespace

std::string clipping_note(std::uint64_t clipped, std::uint64_t n) {
  if (clipped == 0) return "none needed (scores nearer than 1e-10 to 0 or 1 would be moved there)";
  return core::grouped(clipped) + " of " + core::grouped(n) +
         " scores were nearer than 1e-10 to 0 or 1 and taken as that far from it";
}

Influence cox_influence(CoxParameter parameter, const Cases& cases) {
  CoxFit fit = fit_for(parameter, cases);
  return fit.absent_code.empty() ? influence_from(parameter, fit) : Influence{};
}

stats::Estimate cox_estimate(std::string_view id, CoxParameter parameter, const Cases& cases,
                             const MetricOptions& options) {
  const bool alone = parameter == CoxParameter::intercept_at_slope_one;
  stats::Estimate estimate = begin_calibration(
      id, cases, options, alone ? Needs::both_classes : Needs::varied_scores_of_both_classes);
  if (!estimate.absent_code.empty()) return estimate;
  CoxFit fit = fit_for(parameter, cases);
  if (!fit.absent_code.empty()) {
    mark_absent(estimate, fit.absent_code, fit.absent_reason);
    return estimate;
  }
  constexpr double infinity = std::numeric_limits<double>::infinity();
  set_influence_interval(estimate, influence_from(parameter, fit), cases, Scale::identity,
                         -infinity, infinity);
  estimate.method = std::string(alone ? "logistic regression with logit(score) as offset"
                                      : "logistic regression on logit(score)") +
                    "; sandwich variance, " + variance_over(cases) + "; Wald interval";
  estimate.definitions.push_back({"clipping", clipping_note(fit.clipped, estimate.n)});
  return estimate;
}

}  // namespace secondsite::metrics
