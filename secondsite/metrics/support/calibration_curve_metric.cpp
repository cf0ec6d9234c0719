#include "secondsite/metrics/support/calibration_curve_metric.h"

#include <algorithm>

#include "secondsite/metrics/support/calibration_draws.h"
#include "secondsite/metrics/support/score_order.h"

namespace secondsite::metrics {
namespace {

constexpr std::size_t drawn_knots = 32;
// Scores at which the drawn curves are compared with the diagonal: quantiles of the cases' scores.
constexpr std::size_t drawn_scores = 128;
constexpr unsigned most_draws = 500;

// What ICI, E50, E90 and Emax are read from.
struct CurveStudy {
  CurveErrors errors;
  std::vector<double> gap;                 // curve − score at the drawn scores
  std::vector<std::vector<double>> noise;  // draws of the curve's error at the same scores
};

// What each case adds to the error of the curve at each knot, a row at a time.
class KnotInfluence {
 public:
  KnotInfluence(const SortedCases& sorted, const Lowess& curve) : sorted_(sorted) {
    for (const double knot : curve.knot)
      weights_.push_back(local_weights(sorted.x, knot, lowess_fraction));
    position_.resize(sorted.x.size());
    residual_.resize(sorted.x.size());
    for (std::size_t j = 0; j < sorted.x.size(); ++j) {
      position_[sorted.case_of[j]] = static_cast<std::uint32_t>(j);
      residual_[j] = sorted.y[j] - curve.at(sorted.x[j]);
    }
  }

  void operator()(std::size_t i, std::span<double> row) const {
    const std::size_t j = position_[i];
    for (std::size_t k = 0; k < weights_.size(); ++k) {
      const LocalWeights& near = weights_[k];
      const bool inside = j >= near.first && j - near.first < near.count;
      row[k] = inside ? near.at(sorted_.x[j]) * residual_[j] : 0;
    }
  }

 private:
  const SortedCases& sorted_;
  std::vector<LocalWeights> weights_;
  std::vector<std::uint32_t> position_;  // of each case in `sorted_`
  std::vector<double> residual_;
};

CurveStudy study_of(const Cases& cases, const MetricOptions& options) {
  CurveStudy out;
  const SortedCases sorted = sort_by_score(cases);
  out.errors = lowess_errors(sorted, knots_spread(sorted.x, lowess_knots));
  const Lowess curve = lowess(sorted, lowess_fraction, knots_spread(sorted.x, drawn_knots));
  std::vector<double> scores;
  const std::size_t n = sorted.x.size();
  for (std::size_t s = 0; s < std::min(drawn_scores, n); ++s)
    scores.push_back(sorted.x[n <= drawn_scores ? s : (2 * s + 1) * n / (2 * drawn_scores)]);
  // Gaps and noise at those scores, the noise interpolated between knots as the curve is.
  for (const double score : scores) out.gap.push_back(curve.at(score) - score);
  Lowess wave = curve;
  for (std::vector<double>& draw :
       normal_draws(KnotInfluence(sorted, curve), curve.knot.size(), cases,
                    std::min(most_draws, options.replicates), options)) {
    wave.fitted = std::move(draw);
    out.noise.emplace_back();
    for (const double score : scores) out.noise.back().push_back(wave.at(score));
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

stats::Estimate curve_error_estimate(std::string_view id, double CurveErrors::*which,
                                     const Cases& cases, const MetricOptions& options) {
  stats::Estimate estimate = begin_calibration(id, cases, options, Needs::both_classes);
  if (!estimate.absent_code.empty()) return estimate;
  const auto make = [&] { return study_of(cases, options); };
  const CurveStudy own = cases.order == nullptr ? make() : CurveStudy{};
  const CurveStudy& study = cases.order == nullptr ? own : cases.order->once<CurveStudy>(make);
  estimate.value = study.errors.*which;
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
  estimate.interval = inverted_interval(
      study.gap, study.noise, [which](std::span<double> gaps) { return fold_errors(gaps, which); },
      options.level);
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

}  // namespace

Metric curve_error_metric(Metric metric, double CurveErrors::*which) {
  metric.reference = "Austin & Steyerberg 2019, doi:10.1002/sim.8281";
  metric.family = Family::calibration;
  metric.better = Better::lower;
  metric.needs_probability = true;
  metric.estimate = [id = metric.id, which](const Cases& cases, const MetricOptions& options) {
    return curve_error_estimate(id, which, cases, options);
  };
  return metric;
}

}  // namespace secondsite::metrics
