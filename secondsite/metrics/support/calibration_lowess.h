#pragma once
// A smooth curve through 0/1 outcomes: how often were cases with about this score positive?
// Local lines with tricube weights over the nearest fraction of the cases, no robustness steps
// (they would take rare positives for outliers). Cleveland, JASA 1979;74:829,
// doi:10.1080/01621459.1979.10481038.

#include <cstddef>
#include <span>
#include <vector>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// Nearest fraction of the cases that each local line is fitted to, as in calzone.
inline constexpr double lowess_fraction = 0.5;
// Knots of the reported curve; between them it is interpolated linearly.
inline constexpr std::size_t lowess_knots = 256;

// Cases in order of score.
struct SortedCases {
  std::vector<double> x;               // scores, ascending
  std::vector<double> y;               // 0 or 1
  std::vector<std::uint32_t> case_of;  // where each stood in Cases
};
SortedCases sort_by_score(const Cases& cases);

// Where local lines are fitted, as positions in x (ascending, at most one for a tied score).
std::vector<std::size_t> knots_at_every_score(std::span<const double> x);
// Cleveland's rule, as statsmodels' lowess(delta=): from each knot to the farthest score within
// `delta`.
std::vector<std::size_t> knots_spaced_by(std::span<const double> x, double delta);
// About `count` knots, half of them even in rank and half even in score; both ends.
std::vector<std::size_t> knots_spread(std::span<const double> x, std::size_t count);

// What one local line is made of: the curve at its knot is Σ weight_j · y_(first + j).
struct LocalLine {
  std::size_t first = 0;
  std::vector<double> weight;
};

// The same without a number for each case: a weight when it is asked for.
struct LocalWeights {
  std::size_t first = 0;  // cases [first, first + count) have weights
  std::size_t count = 0;
  double x0 = 0;
  double radius = 0;
  double sum = 0;  // of the tricube weights; mean and spread of the distances under them
  double mean = 0;
  double spread = 0;
  double at(double x) const;  // of a case among them whose score is x
};

struct Lowess {
  std::vector<double> knot;
  std::vector<double> fitted;
  // Linear between knots, the end values outside.
  double at(double x) const;
};

// One line at x0 to the ⌊fraction · n⌋ (at least 2) cases nearest to it. Where these have one score
// alone the line is their mean.
LocalWeights local_weights(std::span<const double> x, double x0, double fraction);
LocalLine local_line(std::span<const double> x, double x0, double fraction);
Lowess lowess(const SortedCases& sorted, double fraction, std::span<const std::size_t> knots);

// |curve − score| over the cases: mean (ICI), median (E50), 90th percentile (E90, linear rule),
// largest (Emax). Austin, Steyerberg, Stat Med 2019;38:4051, doi:10.1002/sim.8281.
struct CurveErrors {
  double ici = stats::unknown;
  double e50 = stats::unknown;
  double e90 = stats::unknown;
  double emax = stats::unknown;
};
CurveErrors curve_errors(std::span<const double> score, std::span<const double> calibrated);
// On the reported curve: lowess_fraction, knots_spread(lowess_knots).
CurveErrors lowess_errors(const Cases& cases);
CurveErrors lowess_errors(const SortedCases& sorted, std::span<const std::size_t> knots);

}  // namespace secondsite::metrics
