#include "secondsite/stats/noncentral.h"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/non_central_f.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <numbers>

#include "secondsite/stats/boost_policy.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {
namespace {

namespace math = boost::math;
using Policy = NoThrow;

bool is_proper(double x, double d1, double d2, double noncentrality) {
  return std::isfinite(x) && std::isfinite(noncentrality) && noncentrality >= 0 && d1 > 0 && d2 > 0;
}

}  // namespace

double noncentral_f_upper(double x, double d1, double d2, double noncentrality) {
  if (!is_proper(x, d1, d2, noncentrality)) return unknown;
  if (noncentrality == 0) return f_upper(x, d1, d2);
  const math::non_central_f_distribution<double, Policy> f(d1, d2, noncentrality);
  return std::clamp(math::cdf(math::complement(f, x)), 0.0, 1.0);
}

double noncentral_t_upper(double x, double degrees, double noncentrality) {
  if (!is_proper(x, degrees, 1, std::abs(noncentrality))) return unknown;
  const math::non_central_t_distribution<double, Policy> t(degrees, noncentrality);
  return std::clamp(math::cdf(math::complement(t, x)), 0.0, 1.0);
}

double f_quantile(double p, double d1, double d2) {
  if (!(p > 0 && p < 1) || !(d1 > 0) || !(d2 > 0)) return unknown;
  return math::quantile(math::fisher_f_distribution<double, Policy>(d1, d2), p);
}

double bivariate_normal_cdf(double a, double b, double correlation) {
  if (!(std::abs(correlation) <= 1)) return unknown;
  if (correlation == 1) return normal_cdf(std::min(a, b));
  if (correlation == -1) return std::max(0.0, normal_cdf(a) - normal_upper(b));
  // With the correlation as sin θ the integrand stays bounded up to a correlation of 1.
  const auto density = [&](double theta) {
    const double s = std::sin(theta);
    const double c = std::cos(theta);
    return std::exp(-(a * a - 2 * a * b * s + b * b) / (2 * c * c));
  };
  const double integral =
      math::quadrature::gauss<double, 60>::integrate(density, 0.0, std::asin(correlation));
  return normal_cdf(a) * normal_cdf(b) + integral / (2 * std::numbers::pi);
}

}  // namespace secondsite::stats
