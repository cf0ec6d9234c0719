#include "secondsite/stats/two_proportions.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

constexpr Count first{56, 66};
constexpr Count second{70, 100};

// R 4.2.2, prop.test(c(56, 70), c(66, 100), correct = FALSE): X² = z².
TEST(TwoProportionsPooled, AgreesWithR) {
  const auto two = two_proportions_pooled(first, second, Alternative::two_sided);
  EXPECT_NEAR(two->statistic * two->statistic, 4.7927609427609417, 1e-12);
  EXPECT_NEAR(two->p_value, 0.0285795805157371, 1e-14);
  EXPECT_NEAR(two_proportions_pooled(first, second, Alternative::greater)->p_value,
              0.0142897902578685, 1e-14);
}

// R 4.2.2, prop.test(c(56, 70), c(66, 100), correct = TRUE).
TEST(TwoProportionsPooled, CorrectsForContinuityAsR) {
  const auto two = two_proportions_pooled(first, second, Alternative::two_sided, true);
  EXPECT_NEAR(two->statistic * two->statistic, 4.0153046536796531, 1e-12);
  EXPECT_NEAR(two->p_value, 0.0450890765947924, 1e-14);
}

TEST(TwoProportionsPooled, TestsNothingWhereAllFailOrAllSucceed) {
  EXPECT_EQ(two_proportions_pooled({0, 5}, {0, 9}, Alternative::two_sided)->p_value, 1);
  EXPECT_EQ(two_proportions_pooled({5, 5}, {9, 9}, Alternative::two_sided)->p_value, 1);
}

// R 4.2.2, fisher.test(matrix(c(56, 10, 70, 30), 2)) and the tea-tasting table.
TEST(FisherExact, AgreesWithR) {
  EXPECT_NEAR(fisher_exact(first, second, Alternative::two_sided)->p_value, 0.0405691519800855,
              1e-13);
  EXPECT_NEAR(fisher_exact(first, second, Alternative::greater)->p_value, 0.0209957627657983,
              1e-13);
  EXPECT_NEAR(fisher_exact({3, 4}, {1, 4}, Alternative::two_sided)->p_value, 0.485714285714286,
              1e-13);
}

TEST(FisherExact, RefusesFractions) {
  const auto refused = fisher_exact({2.5, 4}, {1, 4}, Alternative::two_sided);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "stats.bad-counts");
}

// Independent: statsmodels 0.15, confint_proportions_2indep(method = "newcomb"). The first two rows
// also stand in Newcombe 1998, table II, to four decimals.
TEST(NewcombeInterval, AgreesWithStatsmodels) {
  const auto a = *newcombe_interval({56, 70}, {48, 80}, 0.95);
  EXPECT_NEAR(a.lower, 0.05243147240236498, 1e-12);
  EXPECT_NEAR(a.upper, 0.33387265403690614, 1e-12);
  const auto b = *newcombe_interval({9, 10}, {3, 10}, 0.95);
  EXPECT_NEAR(b.lower, 0.1705227239345029, 1e-12);
  EXPECT_NEAR(b.upper, 0.809017973535488, 1e-12);
  const auto c = *newcombe_interval({5, 56}, {0, 29}, 0.95);
  EXPECT_NEAR(c.lower, -0.038137147903536936, 1e-12);
  EXPECT_NEAR(c.upper, 0.19256001385511165, 1e-12);
}

// Independent: Python, the restricted likelihood maximised by Brent's method and the bounds by
// another search; the first two rows as Newcombe 1998, table II, method 6: (.0528, .3382) and
// (.1700, .8406).
TEST(MiettinenNurminenInterval, AgreesWithABruteForceInversion) {
  struct Golden {
    Count first, second;
    double lower, upper;
  };
  for (const Golden& row : {Golden{{56, 70}, {48, 80}, 0.052829713245844685, 0.3381729400158684},
                            Golden{{9, 10}, {3, 10}, 0.17002501642439888, 0.8406495439433279},
                            Golden{{10, 10}, {0, 20}, 0.7156186604656158, 1},
                            Golden{{5, 56}, {0, 29}, -0.032596561743513726, 0.19333097669098742}}) {
    const auto got = *miettinen_nurminen_interval(row.first, row.second, 0.95);
    EXPECT_NEAR(got.lower, row.lower, 1e-9);
    EXPECT_NEAR(got.upper, row.upper, 1e-9);
  }
}

// Same Python inversion.
TEST(TwoProportionsScore, ShiftsItsNull) {
  const auto got = two_proportions_score(first, second, -0.05, Alternative::greater);
  EXPECT_NEAR(got->statistic, 2.8585159983642763, 1e-9);
  EXPECT_NEAR(got->p_value, 0.0021281382286467056, 1e-11);
}

// statsmodels 0.15, test_proportions_2indep(method = "wald", value = -.05, alternative = "larger").
TEST(TwoProportionsUnpooled, AgreesWithStatsmodels) {
  const auto got = two_proportions_unpooled(first, second, -0.05, Alternative::greater);
  EXPECT_NEAR(got->statistic, 3.119715450689757, 1e-12);
  EXPECT_NEAR(got->p_value, 0.0009051291009325686, 1e-14);
}

// At d₀ = 0 the restricted proportions are the pooled one, so only the factor N/(N − 1) remains.
TEST(TwoProportionsScore, IsThePooledTestAtNoDifference) {
  const double n = first.trials + second.trials;
  EXPECT_NEAR(two_proportions_score(first, second, 0, Alternative::two_sided)->statistic,
              two_proportions_pooled(first, second, Alternative::two_sided)->statistic *
                  std::sqrt((n - 1) / n),
              1e-12);
}

TEST(DifferenceIntervals, HoldTheDifferenceAndTurnRoundWithTheGroups) {
  for (const Count a : {Count{0, 7}, Count{3, 7}, Count{7, 7}, Count{40, 90}}) {
    for (const Count b : {Count{0, 11}, Count{5, 11}, Count{11, 11}}) {
      const double d = a.proportion() - b.proportion();
      for (const auto interval : {newcombe_interval, miettinen_nurminen_interval}) {
        const Interval here = *interval(a, b, 0.95);
        const Interval there = *interval(b, a, 0.95);
        EXPECT_LE(here.lower, d + 1e-12);
        EXPECT_GE(here.upper, d - 1e-12);
        EXPECT_GE(here.lower, -1 - 1e-12);
        EXPECT_LE(here.upper, 1 + 1e-12);
        EXPECT_NEAR(here.lower, -there.upper, 1e-7) << a.successes << " " << b.successes;
      }
    }
  }
}

TEST(TwoProportions, RefuseImpossibleCounts) {
  for (const Count bad : {Count{1, 0}, Count{-1, 5}, Count{6, 5}}) {
    EXPECT_FALSE(two_proportions_pooled(bad, second, Alternative::two_sided));
    EXPECT_FALSE(two_proportions_unpooled(first, bad, 0, Alternative::two_sided));
    EXPECT_FALSE(newcombe_interval(bad, second, 0.95));
    EXPECT_FALSE(miettinen_nurminen_interval(bad, second, 0.95));
  }
}

}  // namespace
}  // namespace secondsite::stats
