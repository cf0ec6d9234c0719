#include "secondsite/metrics/support/calibration_cox.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace secondsite::metrics {
namespace {

constexpr unsigned most_iterations = 100;

double logistic(double x) {
  return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}

// log(1 + exp(x)) without overflow.
double softplus(double x) {
  return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

std::vector<double> clipped_log_odds(const Cases& cases, std::uint64_t& clipped) {
  std::vector<double> x(cases.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double p = std::clamp(cases.score[i], cox_clip, 1 - cox_clip);
    if (p != cases.score[i]) ++clipped;
    x[i] = std::log(p / (1 - p));
  }
  return x;
}

// With one covariate the maximum is finite exactly where the two classes' ranges overlap inside.
bool is_separated(std::span<const double> x, const Cases& cases) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  double low[2] = {infinity, infinity};
  double high[2] = {-infinity, -infinity};
  for (std::size_t i = 0; i < x.size(); ++i) {
    const int y = cases.positive[i];
    low[y] = std::min(low[y], x[i]);
    high[y] = std::max(high[y], x[i]);
  }
  return high[0] <= low[1] || high[1] <= low[0];
}

double log_likelihood(std::span<const double> x, const Cases& cases, double a, double b) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double eta = a + b * x[i];
    sum += (cases.positive[i] != 0 ? eta : 0) - softplus(eta);
  }
  return sum;
}

// Gradient and information of the log-likelihood at (a, b).
struct Derivatives {
  double ga = 0, gb = 0;             // Σ (y − π), Σ (y − π)·x
  double haa = 0, hab = 0, hbb = 0;  // Σ w, Σ w·x, Σ w·x², w = π(1 − π)
  double determinant() const { return haa * hbb - hab * hab; }
};

Derivatives derivatives(std::span<const double> x, const Cases& cases, double a, double b) {
  Derivatives d;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double p = logistic(a + b * x[i]);
    const double residual = cases.positive[i] - p;
    const double w = p * (1 - p);
    d.ga += residual;
    d.gb += residual * x[i];
    d.haa += w;
    d.hab += w * x[i];
    d.hbb += w * x[i] * x[i];
  }
  return d;
}

struct Step {
  double a = 0;
  double b = 0;
  bool is_small(double at_a, double at_b) const {
    // Newton's error squares with each step: after one of 1e-9 what is left is below rounding.
    return std::abs(a) <= 1e-9 * (1 + std::abs(at_a)) && std::abs(b) <= 1e-9 * (1 + std::abs(at_b));
  }
  bool is_finite() const { return std::isfinite(a) && std::isfinite(b); }
};

Step newton_step(const Derivatives& d, bool both) {
  if (!both) return {d.ga / d.haa, 0};
  return {(d.hbb * d.ga - d.hab * d.gb) / d.determinant(),
          (d.haa * d.gb - d.hab * d.ga) / d.determinant()};
}

// Newton's method as it stands: nearly always a few steps. Where it arrives the gradient is 0, and
// the likelihood is concave, so that it is the maximum; else false.
bool run_newton(std::span<const double> x, const Cases& cases, bool both, double& a, double& b,
                unsigned& iterations) {
  for (iterations = 1; iterations <= 12; ++iterations) {
    const Step step = newton_step(derivatives(x, cases, a, b), both);
    if (!step.is_finite() || std::abs(step.a) > 50 || std::abs(step.b) > 50) return false;
    a += step.a;
    b += step.b;
    if (step.is_small(a, b)) return true;
  }
  return false;
}

// The same with steps halved until the likelihood grows: slower, and arrives from further away.
bool climb(std::span<const double> x, const Cases& cases, bool both, double& a, double& b,
           unsigned& iterations) {
  double here = log_likelihood(x, cases, a, b);
  for (iterations = 1; iterations <= most_iterations; ++iterations) {
    const Step step = newton_step(derivatives(x, cases, a, b), both);
    if (!step.is_finite()) return false;
    double scale = 1;
    double there = log_likelihood(x, cases, a + step.a, b + step.b);
    // Near the maximum the likelihood differs by rounding only; such a step need not be halved.
    while (!(there >= here - 1e-12 * std::abs(here)) && scale > 1e-9) {
      scale /= 2;
      there = log_likelihood(x, cases, a + scale * step.a, b + scale * step.b);
    }
    a += scale * step.a;
    b += scale * step.b;
    here = there;
    if (step.is_small(a, b)) return true;
  }
  return false;
}

// From (a, b) as given, which should be near; where that fails, from (0, 0) or (a, 1) with care.
bool maximise(std::span<const double> x, const Cases& cases, bool both, CoxFit& fit) {
  const double start = fit.intercept;
  if (run_newton(x, cases, both, fit.intercept, fit.slope, fit.iterations)) return true;
  fit.intercept = both ? 0 : start;
  fit.slope = both ? 0 : 1;
  return climb(x, cases, both, fit.intercept, fit.slope, fit.iterations);
}

void finish(CoxFit& fit, std::span<const double> x, const Cases& cases, bool both) {
  const Derivatives d = derivatives(x, cases, fit.intercept, fit.slope);
  fit.information_aa = d.haa;
  fit.information_ab = d.hab;
  fit.information_bb = d.hbb;
  fit.slope_is_fixed = !both;
  fit.intercept_model_se = std::sqrt(both ? d.hbb / d.determinant() : 1 / d.haa);
  if (both) fit.slope_model_se = std::sqrt(d.haa / d.determinant());
}

void give_up(CoxFit& fit) {
  fit.intercept = fit.slope = stats::unknown;
  fit.absent_code = "calibration.not-converged";
  fit.absent_reason = "the logistic fit did not arrive at a maximum in " +
                      std::to_string(most_iterations) + " Newton steps";
}

}  // namespace

double CoxFit::fitted(std::size_t i) const {
  return logistic(intercept + slope * log_odds[i]);
}

double CoxFit::intercept_influence(std::size_t i, double positive) const {
  const double residual = positive - fitted(i);
  if (slope_is_fixed) return residual / information_aa;
  return (information_bb - information_ab * log_odds[i]) * residual /
         (information_aa * information_bb - information_ab * information_ab);
}

double CoxFit::slope_influence(std::size_t i, double positive) const {
  return (information_aa * log_odds[i] - information_ab) * (positive - fitted(i)) /
         (information_aa * information_bb - information_ab * information_ab);
}

std::vector<double> recalibrated(CoxFit fit) {
  for (std::size_t i = 0; i < fit.log_odds.size(); ++i) fit.log_odds[i] = fit.fitted(i);
  return std::move(fit.log_odds);
}

std::vector<double> influence_of(CoxFit fit, const Cases& cases, bool on_slope) {
  for (std::size_t i = 0; i < fit.log_odds.size(); ++i) {
    const double positive = cases.positive[i];
    fit.log_odds[i] =
        on_slope ? fit.slope_influence(i, positive) : fit.intercept_influence(i, positive);
  }
  return std::move(fit.log_odds);
}

CoxFit fit_cox(const Cases& cases) {
  CoxFit fit;
  fit.log_odds = clipped_log_odds(cases, fit.clipped);
  const std::span<const double> x = fit.log_odds;
  if (is_separated(x, cases)) {
    fit.absent_code = "calibration.separated";
    fit.absent_reason =
        "the scores of one class all lie at or beyond those of the other, so the likelihood grows "
        "without end as the slope does";
    return fit;
  }
  fit.intercept = 0;
  fit.slope = 1;  // what a calibrated model has
  if (maximise(x, cases, true, fit))
    finish(fit, x, cases, true);
  else
    give_up(fit);
  return fit;
}

CoxFit fit_cox_intercept(const Cases& cases) {
  CoxFit fit;
  fit.log_odds = clipped_log_odds(cases, fit.clipped);
  const std::span<const double> x = fit.log_odds;
  double mean_x = 0;
  double positives = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / static_cast<double>(x.size());
    positives += cases.positive[i];
  }
  // A start near the maximum: with scores all near 0 the information at a = 0 is next to nothing.
  fit.intercept = std::log(positives / (static_cast<double>(x.size()) - positives)) - mean_x;
  fit.slope = 1;
  if (maximise(x, cases, false, fit))
    finish(fit, x, cases, false);
  else
    give_up(fit);
  return fit;
}

}  // namespace secondsite::metrics
