#include "secondsite/stats/noncentral.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

// scipy 1.17.1: stats.ncf.sf(4.2, 1, 12.5, 6), stats.nct.sf(2.1, 12, 1.8).
TEST(Noncentral, tails_match_scipy) {
  EXPECT_NEAR(noncentral_f_upper(4.2, 1, 12.5, 6), 0.6590672851647533, 1e-9);
  EXPECT_NEAR(noncentral_t_upper(2.1, 12, 1.8), 0.4073513385125862, 1e-9);
}

TEST(Noncentral, an_f_of_one_degree_is_the_square_of_a_t) {
  const double both = noncentral_t_upper(2, 9, 1.5) + (1 - noncentral_t_upper(-2, 9, 1.5));
  EXPECT_NEAR(noncentral_f_upper(4, 1, 9, 2.25), both, 1e-10);
}

TEST(Noncentral, two_normals_have_the_quadrant_probability_of_sheppard) {
  for (const double r : {-0.9, -0.3, 0.0, 0.5, 0.99})
    EXPECT_NEAR(bivariate_normal_cdf(0, 0, r), 0.25 + std::asin(r) / (2 * std::numbers::pi), 1e-13);
  EXPECT_NEAR(bivariate_normal_cdf(1, 0.4, 0), normal_cdf(1) * normal_cdf(0.4), 1e-15);
  EXPECT_NEAR(bivariate_normal_cdf(1, 1, 1), normal_cdf(1), 1e-15);
}

TEST(Noncentral, bad_arguments_give_nan) {
  EXPECT_TRUE(std::isnan(noncentral_f_upper(1, -1, 5, 1)));
  EXPECT_TRUE(std::isnan(noncentral_f_upper(1, 1, 5, -1)));
  EXPECT_TRUE(std::isnan(bivariate_normal_cdf(0, 0, 1.5)));
}

}  // namespace
}  // namespace secondsite::stats
