#pragma once
// Distributions, on Boost.Math (to about 1e-15 relative). Out-of-domain arguments give NaN, never a
// throw.

namespace secondsite::stats {

double normal_cdf(double z);
double normal_upper(double z);  // 1 − Φ(z), accurate in the tail
double normal_density(double z);
double normal_quantile(double p);
double student_cdf(double t, double degrees);
double student_two_sided(double t, double degrees);  // p-value of |t|
double student_quantile(double p, double degrees);
double chi_squared_upper(double x, double degrees);
double chi_squared_quantile(double p, double degrees);
double f_upper(double x, double d1, double d2);
double beta_quantile(double p, double a, double b);
double beta_cdf(double x, double a, double b);
double binomial_cdf(double k, double n, double p);  // P(X ≤ k)
double binomial_pmf(double k, double n, double p);

// p-value of a two-sided normal test.
double two_sided(double z);

}  // namespace secondsite::stats
