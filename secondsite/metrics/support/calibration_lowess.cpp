#include "secondsite/metrics/support/calibration_lowess.h"

#include <algorithm>
#include <cmath>

#include "secondsite/metrics/support/score_order.h"
#include "secondsite/metrics/support/vector_clones.h"

namespace secondsite::metrics {
namespace {

// The cases [first, last) that are nearest to x0, and how far the farthest of them lies.
struct Neighbourhood {
  std::size_t first = 0;
  std::size_t last = 0;
  double radius = 0;
};

std::size_t neighbour_count(std::size_t n, double fraction) {
  const auto k = static_cast<std::size_t>(fraction * static_cast<double>(n) + 1e-10);
  return std::clamp<std::size_t>(k, std::min<std::size_t>(2, n), n);
}

Neighbourhood nearest_cases(std::span<const double> x, double x0, std::size_t k) {
  // The window moves right while the case that would enter is nearer than the one that would leave.
  std::size_t low = 0;
  std::size_t high = x.size() - k;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (x0 > (x[middle] + x[middle + k]) / 2)
      low = middle + 1;
    else
      high = middle;
  }
  return {low, low + k, std::max(x0 - x[low], x[low + k - 1] - x0)};
}

double tricube(double distance) {
  const double rest = 1 - distance * distance * distance;
  return rest * rest * rest;
}

// Weighted sums about the knot, in units of the neighbourhood's radius, which keeps their digits
// where scores crowd together.
struct Moments {
  double w = 0, wd = 0, wdd = 0, wy = 0, wdy = 0;  // d = (x − x0)/radius
};

// Eight sums side by side, so that the additions need not wait for each other. Their order is
// fixed, so the result is the same on every machine.
constexpr std::size_t fitting_lanes = 8;

SECONDSITE_VECTOR_CLONES
void add_moments(const double* x, const double* y, std::size_t count, double x0, double scale,
                 double (&sums)[5][fitting_lanes]) {
  for (std::size_t j = 0; j + fitting_lanes <= count; j += fitting_lanes) {
    for (std::size_t l = 0; l < fitting_lanes; ++l) {
      const double d = (x[j + l] - x0) * scale;
      const double a = std::abs(d);
      const double rest = 1 - a * a * a;
      const double w = rest * rest * rest;
      sums[0][l] += w;
      sums[1][l] += w * d;
      sums[2][l] += w * d * d;
      sums[3][l] += w * y[j + l];
      sums[4][l] += w * d * y[j + l];
    }
  }
}

Moments moments_about(const SortedCases& sorted, const Neighbourhood& near, double x0) {
  const std::size_t count = near.last - near.first;
  const std::size_t whole = count / fitting_lanes * fitting_lanes;
  const double scale = 1 / near.radius;
  double sums[5][fitting_lanes] = {};
  add_moments(&sorted.x[near.first], &sorted.y[near.first], whole, x0, scale, sums);
  double total[5] = {};
  for (std::size_t m = 0; m < 5; ++m)
    for (const double lane : sums[m]) total[m] += lane;
  Moments moments{total[0], total[1], total[2], total[3], total[4]};
  for (std::size_t j = near.first + whole; j < near.last; ++j) {
    const double d = (sorted.x[j] - x0) * scale;
    const double w = tricube(std::abs(d));
    moments.w += w;
    moments.wd += w * d;
    moments.wdd += w * d * d;
    moments.wy += w * sorted.y[j];
    moments.wdy += w * d * sorted.y[j];
  }
  return moments;
}

double fit_at(const SortedCases& sorted, double x0, std::size_t k) {
  const Neighbourhood near = nearest_cases(sorted.x, x0, k);
  if (near.radius == 0) {
    double sum = 0;
    for (std::size_t j = near.first; j < near.last; ++j) sum += sorted.y[j];
    return sum / static_cast<double>(k);
  }
  const Moments m = moments_about(sorted, near, x0);
  const double mean_d = m.wd / m.w;
  const double spread = m.wdd / m.w - mean_d * mean_d;
  if (spread <= 1e-12) return m.wy / m.w;
  const double covariance = m.wdy / m.w - mean_d * m.wy / m.w;
  return m.wy / m.w - mean_d * covariance / spread;  // the line's value at d = 0
}

double quantile_of_sorted(std::span<const double> sorted, double p) {
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double part = place - static_cast<double>(below);
  return part > 0 ? sorted[below] + part * (sorted[below + 1] - sorted[below]) : sorted[below];
}

}  // namespace

SortedCases sort_by_score(const Cases& cases) {
  const Ordered ordered(cases, 1);
  SortedCases sorted;
  sorted.x = ordered.scores().score;
  sorted.case_of = ordered.scores().order;
  // Outcomes order ties, so that sums do not depend on the order of rows.
  for (std::size_t begin = 0; begin < sorted.x.size();) {
    const std::size_t end = ordered.scores().tie_end(begin);
    if (end - begin > 1)
      std::stable_partition(sorted.case_of.begin() + static_cast<std::ptrdiff_t>(begin),
                            sorted.case_of.begin() + static_cast<std::ptrdiff_t>(end),
                            [&](std::uint32_t i) { return cases.positive[i] == 0; });
    begin = end;
  }
  sorted.y.reserve(cases.size());
  for (const std::uint32_t i : sorted.case_of) sorted.y.push_back(cases.positive[i]);
  return sorted;
}

std::vector<std::size_t> knots_at_every_score(std::span<const double> x) {
  std::vector<std::size_t> knots;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (i == 0 || x[i] != x[i - 1]) knots.push_back(i);
  return knots;
}

std::vector<std::size_t> knots_spaced_by(std::span<const double> x, double delta) {
  std::vector<std::size_t> knots;
  const std::size_t n = x.size();
  std::size_t next = 0;
  while (next < n) {
    knots.push_back(next);
    std::size_t last = next;  // the last case tied with this knot
    std::size_t beyond = next + 1;
    while (beyond < n && x[beyond] <= x[next] + delta) {
      if (x[beyond] == x[next]) last = beyond;
      ++beyond;
    }
    if (last + 1 >= n) break;
    // At the end of the scores statsmodels steps to the last but one, then to the last.
    const std::size_t reach = beyond < n ? beyond - 1 : n - 2;
    next = std::max(reach, last + 1);
  }
  return knots;
}

std::vector<std::size_t> knots_spread(std::span<const double> x, std::size_t count) {
  const std::size_t n = x.size();
  std::vector<std::size_t> all;
  const std::size_t half = std::max<std::size_t>(count / 2, 2);
  for (std::size_t k = 0; k < half; ++k) {
    all.push_back((n - 1) * k / (half - 1));
    const double target =
        x.front() + (x.back() - x.front()) * static_cast<double>(k) / static_cast<double>(half - 1);
    const auto at = std::lower_bound(x.begin(), x.end(), target);
    all.push_back(std::min<std::size_t>(static_cast<std::size_t>(at - x.begin()), n - 1));
  }
  std::sort(all.begin(), all.end());
  std::vector<std::size_t> knots;
  for (const std::size_t i : all)
    if (knots.empty() || x[i] != x[knots.back()]) knots.push_back(i);
  return knots;
}

double Lowess::at(double x) const {
  if (x <= knot.front()) return fitted.front();
  if (x >= knot.back()) return fitted.back();
  const auto right =
      static_cast<std::size_t>(std::upper_bound(knot.begin(), knot.end(), x) - knot.begin());
  const std::size_t left = right - 1;
  const double part = (x - knot[left]) / (knot[right] - knot[left]);
  return part * fitted[right] + (1 - part) * fitted[left];
}

double LocalWeights::at(double x) const {
  const double d = radius == 0 ? 0 : (x - x0) / radius;
  const double tilt = spread <= 1e-12 ? 0 : mean * (d - mean) / spread;
  return tricube(std::abs(d)) * ((1 - tilt) / sum);
}

LocalWeights local_weights(std::span<const double> x, double x0, double fraction) {
  const std::size_t k = neighbour_count(x.size(), fraction);
  const Neighbourhood near = nearest_cases(x, x0, k);
  Moments m;
  for (std::size_t j = 0; j < k; ++j) {
    const double d = near.radius == 0 ? 0 : (x[near.first + j] - x0) / near.radius;
    const double w = tricube(std::abs(d));
    m.w += w;
    m.wd += w * d;
    m.wdd += w * d * d;
  }
  const double mean = m.wd / m.w;
  return {near.first, k, x0, near.radius, m.w, mean, m.wdd / m.w - mean * mean};
}

LocalLine local_line(std::span<const double> x, double x0, double fraction) {
  const LocalWeights weights = local_weights(x, x0, fraction);
  LocalLine line{.first = weights.first, .weight = std::vector<double>(weights.count)};
  for (std::size_t j = 0; j < weights.count; ++j) line.weight[j] = weights.at(x[weights.first + j]);
  return line;
}

Lowess lowess(const SortedCases& sorted, double fraction, std::span<const std::size_t> knots) {
  Lowess curve;
  const std::size_t k = neighbour_count(sorted.x.size(), fraction);
  for (const std::size_t i : knots) {
    curve.knot.push_back(sorted.x[i]);
    curve.fitted.push_back(fit_at(sorted, sorted.x[i], k));
  }
  return curve;
}

CurveErrors curve_errors(std::span<const double> score, std::span<const double> calibrated) {
  std::vector<double> error(score.size());
  double sum = 0;
  for (std::size_t i = 0; i < error.size(); ++i) {
    error[i] = std::abs(calibrated[i] - score[i]);
    sum += error[i];
  }
  std::sort(error.begin(), error.end());
  return {.ici = sum / static_cast<double>(error.size()),
          .e50 = quantile_of_sorted(error, 0.5),
          .e90 = quantile_of_sorted(error, 0.9),
          .emax = error.back()};
}

CurveErrors lowess_errors(const SortedCases& sorted, std::span<const std::size_t> knots) {
  const Lowess curve = lowess(sorted, lowess_fraction, knots);
  std::vector<double> calibrated(sorted.x.size());
  std::size_t right = 1;  // scores ascend, so the segment only moves right
  for (std::size_t i = 0; i < calibrated.size(); ++i) {
    while (right < curve.knot.size() && curve.knot[right] < sorted.x[i]) ++right;
    if (right >= curve.knot.size()) {
      calibrated[i] = curve.fitted.back();
      continue;
    }
    const double part =
        (sorted.x[i] - curve.knot[right - 1]) / (curve.knot[right] - curve.knot[right - 1]);
    calibrated[i] = part * curve.fitted[right] + (1 - part) * curve.fitted[right - 1];
  }
  return curve_errors(sorted.x, calibrated);
}

CurveErrors lowess_errors(const Cases& cases) {
  const SortedCases sorted = sort_by_score(cases);
  return lowess_errors(sorted, knots_spread(sorted.x, lowess_knots));
}

}  // namespace secondsite::metrics
