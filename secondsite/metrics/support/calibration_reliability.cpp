#include "secondsite/metrics/support/calibration_reliability.h"

#include <algorithm>
#include <cmath>

#include "secondsite/metrics/support/calibration_bins.h"
#include "secondsite/metrics/support/calibration_input.h"
#include "secondsite/metrics/support/calibration_lowess.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/proportion.h"

namespace secondsite::metrics {
namespace {

constexpr std::size_t band_knots = 64;
constexpr unsigned histogram_bins = 20;

stats::Curve empty_curve(const stats::Estimate& described, std::string id) {
  stats::Curve curve;
  curve.id = std::move(id);
  curve.x_name = "score (predicted probability)";
  curve.y_name = "observed fraction of positives";
  curve.level = described.level;
  curve.n = described.n;
  curve.n_positive = described.n_positive;
  curve.n_clusters = described.n_clusters;
  return curve;
}

void add_binned_points(stats::Curve& curve, const Cases& cases, const MetricOptions& options) {
  const Binned binned =
      bin_cases(cases.score, cases.positive, std::max(1U, options.bins), BinRule::equal_count);
  for (std::uint32_t k = 0; k < binned.bins.size(); ++k) {
    std::vector<std::uint8_t> success;
    std::vector<std::uint32_t> patient;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      if (binned.bin_of[i] != k) continue;
      success.push_back(cases.positive[i]);
      if (cases.is_clustered()) patient.push_back(cases.patient[i]);
    }
    stats::ProportionOptions how;
    how.level = options.level;
    const auto fraction =
        stats::proportion(stats::ProportionCases{success, patient, cases.patient_key}, how);
    curve.points.push_back({.x = binned.bins[k].mean_score(),
                            .y = binned.bins[k].observed(),
                            .band = fraction ? fraction->interval : stats::Interval{}});
  }
  curve.method = "observed fraction by bin (" + std::string(describe(BinRule::equal_count)) +
                 "); Wilson interval" +
                 (cases.is_clustered() ? " for the effective number of independent cases" : "");
}

void add_smooth_points(stats::Curve& curve, const Cases& cases, const MetricOptions& options) {
  SortedCases sorted = sort_by_score(cases);
  const std::vector<std::size_t> knots = knots_spread(sorted.x, band_knots);
  const Lowess fit = lowess(sorted, lowess_fraction, knots);
  // The outcomes are done with: their place takes what the curve leaves of them.
  std::vector<double> residual = std::move(sorted.y);
  for (std::size_t j = 0; j < residual.size(); ++j) residual[j] -= fit.at(sorted.x[j]);
  const double z = stats::normal_quantile(0.5 + options.level / 2);
  Influence influence;
  influence.per_case.resize(cases.size());
  for (std::size_t k = 0; k < knots.size(); ++k) {
    const LocalWeights line = local_weights(sorted.x, fit.knot[k], lowess_fraction);
    std::fill(influence.per_case.begin(), influence.per_case.end(), 0);
    for (std::size_t j = line.first; j < line.first + line.count; ++j)
      influence.per_case[sorted.case_of[j]] = line.at(sorted.x[j]) * residual[j];
    const double error = std::sqrt(pooled_variance(cases, influence, Unit::patient));
    stats::CurvePoint point{.x = fit.knot[k], .y = std::clamp(fit.fitted[k], 0.0, 1.0)};
    if (error > 0)
      point.band = {std::clamp(fit.fitted[k] - z * error, 0.0, 1.0),
                    std::clamp(fit.fitted[k] + z * error, 0.0, 1.0)};
    curve.points.push_back(point);
  }
  curve.method =
      "lowess (local lines, nearest half, no robustness steps); pointwise normal band, " +
      variance_over(cases) + ", without the curve's bias";
}

}  // namespace

ReliabilityCurve reliability_curve(const Cases& cases, const MetricOptions& options) {
  const stats::Estimate described =
      begin_calibration("reliability", cases, options, Needs::any_case);
  ReliabilityCurve out;
  out.binned = empty_curve(described, "reliability");
  out.smooth = empty_curve(described, "reliability-smooth");
  out.absent_code = described.absent_code;
  out.absent_reason = described.absent_reason;
  if (!out.absent_code.empty()) return out;
  add_binned_points(out.binned, cases, options);
  add_smooth_points(out.smooth, cases, options);
  out.scores.id = "scores";
  out.scores.x_name = out.binned.x_name;
  out.scores.counts.assign(histogram_bins, 0);
  for (unsigned k = 0; k <= histogram_bins; ++k)
    out.scores.edges.push_back(static_cast<double>(k) / histogram_bins);
  for (const double score : cases.score)
    ++out.scores.counts[std::min<std::size_t>(static_cast<std::size_t>(score * histogram_bins),
                                              histogram_bins - 1)];
  return out;
}

}  // namespace secondsite::metrics
