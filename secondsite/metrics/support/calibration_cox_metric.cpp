#include "secondsite/metrics/support/calibration_cox_metric.h"

#include <limits>

#include "secondsite/core/text.h"
#include "secondsite/metrics/support/calibration_bootstrap.h"

namespace secondsite::metrics {
namespace {

CoxFit fit_for(CoxParameter parameter, const Cases& cases) {
  return parameter == CoxParameter::intercept_at_slope_one ? fit_cox_intercept(cases)
                                                           : fit_cox(cases);
}

Influence influence_from(CoxParameter parameter, const Cases& cases, CoxFit fit) {
  Influence influence;
  const bool slope = parameter == CoxParameter::slope;
  influence.value = slope ? fit.slope : fit.intercept;
  influence.per_case = influence_of(std::move(fit), cases, slope);
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
  return fit.absent_code.empty() ? influence_from(parameter, cases, std::move(fit)) : Influence{};
}

std::vector<double> cox_replicates(CoxParameter parameter, const Cases& cases,
                                   const PatientWeights& weights, const MetricOptions& options) {
  const CoxFit fit = fit_for(parameter, cases);
  if (!fit.absent_code.empty()) return std::vector<double>(weights.replicates(), stats::unknown);
  // Gradient (a, b) and information (aa, ab, bb) of the weighted log-likelihood at the estimate.
  SumsMetric sums;
  sums.columns.assign(5, std::vector<double>(cases.size()));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double x = fit.log_odds[i];
    const double fitted = fit.fitted(i);
    const double residual = cases.positive[i] - fitted;
    const double w = fitted * (1 - fitted);
    const double terms[] = {residual, residual * x, w, w * x, w * x * x};
    for (std::size_t c = 0; c < 5; ++c) sums.columns[c][i] = terms[c];
  }
  sums.value = [&](std::span<const double> s) {
    const double determinant = s[2] * s[4] - s[3] * s[3];
    switch (parameter) {
      case CoxParameter::intercept:
        return fit.intercept + (s[4] * s[0] - s[3] * s[1]) / determinant;
      case CoxParameter::slope:
        return fit.slope + (s[2] * s[1] - s[3] * s[0]) / determinant;
      case CoxParameter::intercept_at_slope_one:
        return fit.intercept + s[0] / s[2];
    }
    return stats::unknown;
  };
  return replicates_of(sums, cases, weights, options);
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
  const std::uint64_t clipped = fit.clipped;
  const Influence influence = influence_from(parameter, cases, std::move(fit));
  set_influence_interval(estimate, influence, cases, Scale::identity, -infinity, infinity);
  estimate.method = std::string(alone ? "logistic regression with logit(score) as offset"
                                      : "logistic regression on logit(score)") +
                    "; sandwich variance, " + variance_over(cases) + "; Wald interval";
  estimate.definitions.push_back({"clipping", clipping_note(clipped, estimate.n)});
  use_bootstrap_if_asked(
      estimate, cases, options, influence,
      [parameter](const Cases& c, const PatientWeights& w, const MetricOptions& o) {
        return cox_replicates(parameter, c, w, o);
      });
  return estimate;
}

}  // namespace secondsite::metrics
