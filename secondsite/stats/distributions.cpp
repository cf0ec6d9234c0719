#include "secondsite/stats/distributions.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "secondsite/stats/boost_policy.h"

namespace secondsite::stats {
namespace {

namespace math = boost::math;
using Policy = NoThrow;
using Normal = math::normal_distribution<double, Policy>;
using Student = math::students_t_distribution<double, Policy>;
using ChiSquared = math::chi_squared_distribution<double, Policy>;
using Fisher = math::fisher_f_distribution<double, Policy>;
using Beta = math::beta_distribution<double, Policy>;
using Binomial = math::binomial_distribution<double, Policy>;

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

double normal_cdf(double z) {
  return std::isinf(z) ? (z > 0 ? 1 : 0) : math::cdf(Normal(), z);
}
double normal_upper(double z) {
  return normal_cdf(-z);
}
double normal_density(double z) {
  return std::isinf(z) ? 0 : math::pdf(Normal(), z);
}

double normal_quantile(double p) {
  if (p == 0) return -infinity;
  if (p == 1) return infinity;
  return math::quantile(Normal(), p);
}

double student_cdf(double t, double degrees) {
  if (std::isinf(t)) return t > 0 ? 1 : 0;
  return math::cdf(Student(degrees), t);
}
double student_two_sided(double t, double degrees) {
  return 2 * student_cdf(-std::abs(t), degrees);
}
double student_quantile(double p, double degrees) {
  if (p == 0) return -infinity;
  if (p == 1) return infinity;
  return math::quantile(Student(degrees), p);
}

double chi_squared_upper(double x, double degrees) {
  if (x == infinity) return 0;
  return math::cdf(math::complement(ChiSquared(degrees), x));
}
double chi_squared_quantile(double p, double degrees) {
  return math::quantile(ChiSquared(degrees), p);
}

double f_upper(double x, double d1, double d2) {
  if (x == infinity) return 0;
  return math::cdf(math::complement(Fisher(d1, d2), x));
}

double beta_quantile(double p, double a, double b) {
  return math::quantile(Beta(a, b), p);
}
double beta_cdf(double x, double a, double b) {
  return math::cdf(Beta(a, b), x);
}

double binomial_cdf(double k, double n, double p) {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return math::cdf(Binomial(n, p), std::floor(k));
}
double binomial_pmf(double k, double n, double p) {
  return math::pdf(Binomial(n, p), k);
}

double two_sided(double z) {
  return 2 * normal_cdf(-std::abs(z));
}

}  // namespace secondsite::stats
