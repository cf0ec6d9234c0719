#include "secondsite/stats/power_calibration.h"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <functional>
#include <string>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

constexpr double most_cases_of_calibration = 1e12;

core::Error bad_calibration_request(const std::string& design, std::string_view what, double value,
                                    std::string_view range) {
  return core::Error("power.bad-value", design + ": " + std::string(what) + " is " +
                                            core::exact(value) + " and must be " +
                                            std::string(range));
}

// Exactly one of n and width is empty; `width_of` falls as n rises.
core::Status solve_precision(const std::string& design, double level, std::optional<double>& n,
                             std::optional<double>& width,
                             const std::function<double(double)>& width_of) {
  if (!(level > 0 && level < 1))
    return bad_calibration_request(design, "the level", level, "between 0 and 1");
  if (bool(n) == bool(width))
    return core::Error("power.one-unknown", design + ": exactly one of n and width must be empty");
  if (n) {
    if (!(*n >= 1)) return bad_calibration_request(design, "n", *n, "1 or more");
    width = width_of(*n);
    return core::Done{};
  }
  if (!(*width > 0)) return bad_calibration_request(design, "the width", *width, "above 0");
  const auto excess = [&](double log_n) { return *width - width_of(std::exp(log_n)); };
  const double high = std::log(most_cases_of_calibration);
  if (excess(0) >= 0) {
    n = 1;
    return core::Done{};
  }
  if (excess(high) < 0)
    return core::Error("power.unreachable", design + ": an interval of width " +
                                                core::exact(*width) + " would take more than " +
                                                core::exact(most_cases_of_calibration) + " cases");
  std::uintmax_t steps = 300;
  const auto bracket = boost::math::tools::toms748_solve(
      excess, 0.0, high, boost::math::tools::eps_tolerance<double>(53), steps);
  n = std::exp((bracket.first + bracket.second) / 2);
  return core::Done{};
}

// E[f(LP)] for a normal linear predictor.
template <typename Function>
double expectation(LinearPredictor predictor, Function f) {
  using Rule = boost::math::quadrature::gauss_kronrod<double, 61>;
  return Rule::integrate(
      [&](double z) { return normal_density(z) * f(predictor.mean + predictor.sd * z); }, -12.0,
      12.0, 12, 1e-12);
}

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

}  // namespace

double log_observed_expected_se(double prevalence, double n) {
  return std::sqrt((1 - prevalence) / (n * prevalence));
}

core::Result<ObservedExpectedDesign> solve(ObservedExpectedDesign design) {
  const std::string name = "precision of O:E";
  if (!(design.prevalence > 0 && design.prevalence < 1))
    return bad_calibration_request(name, "the prevalence", design.prevalence, "between 0 and 1");
  if (!(design.ratio > 0))
    return bad_calibration_request(name, "the expected O:E", design.ratio, "above 0");
  const double z = normal_quantile(0.5 + design.level / 2);
  auto solved = solve_precision(name, design.level, design.n, design.width, [&](double n) {
    return 2 * design.ratio * std::sinh(z * log_observed_expected_se(design.prevalence, n));
  });
  if (!solved) return std::move(solved).error();
  return design;
}

double c_statistic_se(double c, double prevalence, double n) {
  const double half = n / 2 - 1;
  return std::sqrt(c * (1 - c) * (1 + half * (1 - c) / (2 - c) + half * c / (1 + c)) /
                   (n * n * prevalence * (1 - prevalence)));
}

core::Result<CStatisticDesign> solve(CStatisticDesign design) {
  const std::string name = "precision of the C statistic";
  if (!(design.prevalence > 0 && design.prevalence < 1))
    return bad_calibration_request(name, "the prevalence", design.prevalence, "between 0 and 1");
  if (!(design.c > 0 && design.c < 1))
    return bad_calibration_request(name, "the C statistic", design.c, "between 0 and 1");
  const double z = normal_quantile(0.5 + design.level / 2);
  auto solved = solve_precision(name, design.level, design.n, design.width, [&](double n) {
    return 2 * z * c_statistic_se(design.c, design.prevalence, n);
  });
  if (!solved) return std::move(solved).error();
  return design;
}

SlopeInformation slope_information(LinearPredictor predictor, double intercept, double slope) {
  const auto weight = [&](double lp) {
    const double q = logistic(intercept + slope * lp);
    return q * (1 - q);
  };
  return {expectation(predictor, [&](double lp) { return weight(lp); }),
          expectation(predictor, [&](double lp) { return lp * weight(lp); }),
          expectation(predictor, [&](double lp) { return lp * lp * weight(lp); })};
}

double implied_prevalence(LinearPredictor predictor, double intercept, double slope) {
  return expectation(predictor, [&](double lp) { return logistic(intercept + slope * lp); });
}

core::Result<CalibrationSlopeDesign> solve(CalibrationSlopeDesign design) {
  const std::string name = "precision of the calibration slope";
  if (!(design.predictor.sd > 0))
    return bad_calibration_request(name, "the standard deviation of the linear predictor",
                                   design.predictor.sd, "above 0");
  const double z = normal_quantile(0.5 + design.level / 2);
  const double variance =
      slope_information(design.predictor, design.intercept, design.slope).slope_variance();
  auto solved = solve_precision(name, design.level, design.n, design.width,
                                [&](double n) { return 2 * z * std::sqrt(variance / n); });
  if (!solved) return std::move(solved).error();
  return design;
}

}  // namespace secondsite::stats
