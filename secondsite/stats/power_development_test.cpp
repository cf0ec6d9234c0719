#include "secondsite/stats/power_development.h"

#include <gtest/gtest.h>

namespace secondsite::stats {
namespace {

// R pmsampsize 1.1, manual: pmsampsize(type = "b", csrsquared = 0.288, parameters = 24, prevalence
// = 0.174).
TEST(DevelopmentSize, AgreesWithPmsampsize) {
  const auto got = development_size({.cox_snell_r2 = 0.288, .parameters = 24, .prevalence = 0.174});
  EXPECT_EQ(got->for_shrinkage, 623U);
  EXPECT_EQ(got->for_optimism, 662U);
  EXPECT_EQ(got->for_intercept, 221U);
  EXPECT_EQ(got->n, 662U);
  EXPECT_EQ(got->events, 116U);
  EXPECT_NEAR(got->events_per_parameter, 4.8, 0.05);
  EXPECT_NEAR(got->max_r2, 0.60, 0.005);
}

TEST(DevelopmentSize, GrowsWithParametersAndShrinksWithWhatTheyExplain) {
  const auto base = development_size({.cox_snell_r2 = 0.2, .parameters = 10, .prevalence = 0.3});
  EXPECT_GT(development_size({.cox_snell_r2 = 0.2, .parameters = 20, .prevalence = 0.3})->n,
            base->n);
  EXPECT_LT(
      development_size({.cox_snell_r2 = 0.3, .parameters = 10, .prevalence = 0.3})->for_shrinkage,
      base->for_shrinkage);
}

TEST(DevelopmentSize, RefusesMoreThanThePrevalenceAllows) {
  EXPECT_EQ(
      development_size({.cox_snell_r2 = 0.7, .parameters = 5, .prevalence = 0.174}).error().code(),
      "power.bad-value");
  EXPECT_EQ(
      development_size({.cox_snell_r2 = 0.1, .parameters = 0, .prevalence = 0.5}).error().code(),
      "power.bad-value");
  EXPECT_EQ(
      development_size({.cox_snell_r2 = 0.1, .parameters = 1, .prevalence = 1}).error().code(),
      "power.bad-value");
}

}  // namespace
}  // namespace secondsite::stats
