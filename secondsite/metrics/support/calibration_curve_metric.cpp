#include "secondsite/metrics/support/calibration_curve_metric.h"

#include <algorithm>

#include "secondsite/metrics/support/calibration_draws.h"

namespace secondsite::metrics {
namespace {

constexpr std::size_t drawn_knots = 32;
// Scores at which the drawn curves are compared with the diagonal: quantiles of the cases' scores.
constexpr std::size_t drawn_scores = 128;
constexpr unsigned most_draws = 500;

// The curve's values at some knots, and what each case adds to their error.
struct KnotErrors {
  Lowess curve;
  std::vector<double> influence;  // cases × knots
};

KnotErrors knot_errors(const SortedCases& sorted) {
  KnotErrors out;
  const std::vector<std::size_t> knots = knots_spread(sorted.x, drawn_knots);
  out.curve = lowess(sorted, lowess_fraction, knots);
  const std::size_t n = sorted.x.size();
  std::vector<double> residual(n);
  for (std::size_t j = 0; j < n; ++j) residual[j] = sorted.y[j] - out.curve.at(sorted.x[j]);
  out.influence.assign(n * knots.size(), 0);
  for (std::size_t k = 0; k < knots.size(); ++k) {
    const LocalLine line = local_line(sorted.x, out.curve.knot[k], lowess_fraction);
    for (std::size_t j = 0; j < line.weight.size(); ++j) {
      const std::size_t at = line.first + j;
      out.influence[sorted.case_of[at] * knots.size() + k] = line.weight[j] * residual[at];
    }
  }
  return out;
}

double fold_errors(std::span<double> gaps, double CurveErrors::*which) {
  double sum = 0;
  for (double& gap : gaps) sum += gap = std::abs(gap);
  if (which == &CurveErrors::ici) return sum / static_cast<double>(gaps.size());
  const double share = which == &CurveErrors::e50 ? 0.5 : 0.9;
  const auto at = gaps.begin() +
                  static_cast<std::ptrdiff_t>(share * static_cast<double>(gaps.size() - 1) + 0.5);
  std::nth_element(gaps.begin(), at, gaps.end());
  return *at;
}

stats::Interval interval_of(double CurveErrors::*which, const SortedCases& sorted,
                            const Cases& cases, const MetricOptions& options) {
  const KnotErrors errors = knot_errors(sorted);
  std::vector<double> scores;
  const std::size_t n = sorted.x.size();
  for (std::size_t s = 0; s < std::min(drawn_scores, n); ++s)
    scores.push_back(sorted.x[n <= drawn_scores ? s : (2 * s + 1) * n / (2 * drawn_scores)]);
  // Gaps and noise at those scores, the noise interpolated between knots as the curve is.
  std::vector<double> gap(scores.size());
  for (std::size_t s = 0; s < scores.size(); ++s) gap[s] = errors.curve.at(scores[s]) - scores[s];
  std::vector<std::vector<double>> noise;
  Lowess wave = errors.curve;
  for (std::vector<double>& draw :
       normal_draws(errors.influence, errors.curve.knot.size(), cases,
                    std::min(most_draws, options.replicates), options)) {
    wave.fitted = std::move(draw);
    noise.emplace_back(scores.size());
    for (std::size_t s = 0; s < scores.size(); ++s) noise.back()[s] = wave.at(scores[s]);
  }
  return inverted_interval(
      gap, noise, [which](std::span<double> gaps) { return fold_errors(gaps, which); },
      options.level);
}

}  // namespace

stats::Estimate curve_error_estimate(std::string_view id, double CurveErrors::*which,
                                     const Cases& cases, const MetricOptions& options) {
  stats::Estimate estimate = begin_calibration(id, cases, options, Needs::both_classes);
  if (!estimate.absent_code.empty()) return estimate;
  const SortedCases sorted = sort_by_score(cases);
  estimate.value = lowess_errors(sorted, knots_spread(sorted.x, lowess_knots)).*which;
  estimate.method = "lowess curve against the scores";
  estimate.definitions = {
      {"curve",
       "local lines, tricube weights over the nearest half of the cases, no robustness steps "
       "(statsmodels lowess with frac = 0.5, it = 0), fitted at up to " +
           std::to_string(lowess_knots) + " scores and linear between them"}};
  if (which == &CurveErrors::emax) {
    estimate.definitions.push_back(
        {"interval",
         "none: the curve's largest departure is mostly at its ends, where it is worst "
         "known; the reliability curve shows its band"});
    return estimate;
  }
  estimate.interval = interval_of(which, sorted, cases, options);
  estimate.interval.lower = std::min(estimate.interval.lower, estimate.value);
  estimate.interval.upper = std::max(estimate.interval.upper, estimate.value);
  estimate.definitions.push_back(
      {"interval",
       "by inverting a test: which multiples of the curve's gaps, redrawn with their covariance by "
       "patient or case, could have given this value; resampled percentiles would sit too high, "
       "because "
       "a resampled curve strays further from the scores. The curve's smoothing bias is not in "
       "it"});
  return estimate;
}

}  // namespace secondsite::metrics
