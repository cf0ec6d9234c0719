#include "secondsite/stats/contrast.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

TEST(ZTest, IsTheNormalTailOfTheStandardisedDistance) {
  const auto got = z_test({0.8, 0.05}, 0.7, Alternative::greater);
  EXPECT_NEAR(got.statistic, 2, 1e-12);
  EXPECT_NEAR(got.p_value, 0.02275013194817921, 1e-14);
  EXPECT_NEAR(z_test({0.8, 0.05}, 0.7, Alternative::two_sided).p_value, 2 * 0.02275013194817921,
              1e-14);
  EXPECT_NEAR(z_test({0.8, 0.05}, 0.7, Alternative::less).p_value, 1 - 0.02275013194817921, 1e-14);
}

TEST(ZTest, TestsNothingWithoutAStandardError) {
  for (const double se : {0.0, -1.0, unknown})
    EXPECT_TRUE(std::isnan(z_test({1, se}, 0.5, Alternative::greater).p_value));
}

// The interval and the test say the same.
TEST(NonInferiority, IsShownExactlyWhereTheIntervalClearsTheMargin) {
  for (const double d : {-0.09, -0.03, 0.0, 0.02}) {
    const Measured measured{d, 0.02};
    const auto test = non_inferiority(measured, 0.05);
    EXPECT_EQ(test->p_value<0.025, normal_interval(measured, 0.95).lower> - 0.05) << d;
  }
}

TEST(Equivalence, IsShownExactlyWhereTheNinetyPerCentIntervalStaysWithin) {
  for (const double d : {-0.06, -0.03, 0.0, 0.012, 0.03}) {
    const Measured measured{d, 0.02};
    const Interval interval = normal_interval(measured, 0.90);
    EXPECT_EQ(equivalence(measured, 0.05)->p_value<0.05, interval.lower> - 0.05 &&
              interval.upper < 0.05)
        << d;
  }
}

TEST(Margins, MustBeThere) {
  EXPECT_FALSE(non_inferiority({0, 1}, -0.1));
  EXPECT_FALSE(equivalence({0, 1}, 0));
  EXPECT_FALSE(equivalence({0, 1}, unknown));
}

TEST(Difference, TakesTheCovarianceTwice) {
  const Measured got = difference({0.9, 0.03}, {0.8, 0.04}, 0.0003);
  EXPECT_NEAR(got.value, 0.1, 1e-15);
  EXPECT_NEAR(got.standard_error, std::sqrt(0.0009 + 0.0016 - 0.0006), 1e-15);
  EXPECT_EQ(difference({0.9, 0.03}, {0.8, 0.03}, 0.0009).standard_error, 0);
}

// R 4.2.2, t.test(extra ~ group, data = sleep).
TEST(Welch, AgreesWithR) {
  const auto got =
      welch_test({0.75, 3.20055555555556, 10}, {2.33, 4.009, 10}, Alternative::two_sided);
  EXPECT_NEAR(got->statistic, -1.8608134674868531, 1e-12);
  EXPECT_NEAR(got->degrees_of_freedom, 17.7764735161784984, 1e-11);
  EXPECT_NEAR(got->p_value, 0.0793941401873582, 1e-13);
}

TEST(Satterthwaite, GivesTheDegreesOfTheOnlyComponentThatVaries) {
  const VarianceComponent one[] = {{0.5, 7}, {0, 3}};
  EXPECT_NEAR(satterthwaite_degrees(one), 7, 1e-12);
  EXPECT_TRUE(std::isnan(satterthwaite_degrees({})));
}

}  // namespace
}  // namespace secondsite::stats
