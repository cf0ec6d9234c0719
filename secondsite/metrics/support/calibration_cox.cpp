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

// Climbs from (a, b); the slope moves only where `both`. False where it does not arrive.
bool climb(std::span<const double> x, const Cases& cases, bool both, double& a, double& b,
           unsigned& iterations) {
  double here = log_likelihood(x, cases, a, b);
  for (iterations = 1; iterations <= most_iterations; ++iterations) {
    const Derivatives d = derivatives(x, cases, a, b);
    double step_a = d.ga / d.haa;
    double step_b = 0;
    if (both) {
      step_a = (d.hbb * d.ga - d.hab * d.gb) / d.determinant();
      step_b = (d.haa * d.gb - d.hab * d.ga) / d.determinant();
    }
    if (!std::isfinite(step_a) || !std::isfinite(step_b)) return false;
    double scale = 1;
    double there = log_likelihood(x, cases, a + step_a, b + step_b);
    // A full Newton step may overshoot far from the maximum; rounding noise near it may not be
    // halved.
    while (there < here - 1e-12 * std::abs(here) && scale > 1e-6) {
      scale /= 2;
      there = log_likelihood(x, cases, a + scale * step_a, b + scale * step_b);
    }
    a += scale * step_a;
    b += scale * step_b;
    here = there;
    // Newton's error squares with each step: after one of 1e-9 what is left is below rounding.
    if (std::abs(step_a) <= 1e-9 * (1 + std::abs(a)) &&
        std::abs(step_b) <= 1e-9 * (1 + std::abs(b)))
      return true;
  }
  return false;
}

void finish(CoxFit& fit, std::span<const double> x, const Cases& cases, bool both) {
  const Derivatives d = derivatives(x, cases, fit.intercept, fit.slope);
  const std::size_t n = x.size();
  fit.fitted.resize(n);
  fit.intercept_influence.resize(n);
  if (both) fit.slope_influence.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    fit.fitted[i] = logistic(fit.intercept + fit.slope * x[i]);
    const double residual = cases.positive[i] - fit.fitted[i];
    if (both) {
      fit.intercept_influence[i] = (d.hbb - d.hab * x[i]) * residual / d.determinant();
      fit.slope_influence[i] = (d.haa * x[i] - d.hab) * residual / d.determinant();
    } else {
      fit.intercept_influence[i] = residual / d.haa;
    }
  }
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

CoxFit fit_cox(const Cases& cases) {
  CoxFit fit;
  const std::vector<double> x = clipped_log_odds(cases, fit.clipped);
  if (is_separated(x, cases)) {
    fit.absent_code = "calibration.separated";
    fit.absent_reason =
        "the scores of one class all lie at or beyond those of the other, so the likelihood grows "
        "without end as the slope does";
    return fit;
  }
  fit.intercept = 0;
  fit.slope = 0;
  if (climb(x, cases, true, fit.intercept, fit.slope, fit.iterations))
    finish(fit, x, cases, true);
  else
    give_up(fit);
  return fit;
}

CoxFit fit_cox_intercept(const Cases& cases) {
  CoxFit fit;
  const std::vector<double> x = clipped_log_odds(cases, fit.clipped);
  double mean_x = 0;
  double positives = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / static_cast<double>(x.size());
    positives += cases.positive[i];
  }
  // A start near the maximum: with scores all near 0 the information at a = 0 is next to nothing.
  fit.intercept = std::log(positives / (static_cast<double>(x.size()) - positives)) - mean_x;
  fit.slope = 1;
  if (climb(x, cases, false, fit.intercept, fit.slope, fit.iterations))
    finish(fit, x, cases, false);
  else
    give_up(fit);
  return fit;
}

}  // namespace secondsite::metrics
