#pragma once
// Distributions under an alternative, for the power of t and F tests (Boost.Math). Out-of-domain
// arguments give NaN, never a throw.

namespace secondsite::stats {

// P(F > x) where F is noncentral with d1 and d2 degrees of freedom; a noncentrality of 0 is the
// central F.
double noncentral_f_upper(double x, double d1, double d2, double noncentrality);
// P(T > x), T noncentral with `degrees`.
double noncentral_t_upper(double x, double degrees, double noncentrality);
double f_quantile(double p, double d1, double d2);
// P(X <= a, Y <= b) of two standard normals with that correlation, by quadrature of Plackett's
// identity (Drezner & Wesolowsky 1990, doi:10.1080/00949659008811236); about 1e-13.
double bivariate_normal_cdf(double a, double b, double correlation);

}  // namespace secondsite::stats
