#include "secondsite/stats/interval_method.h"

#include <gtest/gtest.h>

#include <string>

#include "secondsite/core/registry.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

Interval by(std::string_view id, double successes, double trials, double level = 0.95) {
  return (*core::find_entry(intervals::all(), id, "interval"))->interval(successes, trials, level);
}

struct Golden {
  std::string id;
  double successes, trials, lower, upper;
};

// R package binom 1.1 (binom.confint) as published in the power-published set; Jeffreys by qbeta.
TEST(Intervals, AgreeWithR) {
  const Golden table[] = {{"wilson", 56, 66, 0.7430709513, 0.9155636302},
                          {"clopper_pearson", 56, 66, 0.7389589287, 0.9248753701},
                          {"wald", 56, 66, 0.7619828381, 0.9349868589},
                          {"agresti_coull", 56, 66, 0.7410811380, 0.9175534435},
                          {"jeffreys", 56, 66, 0.7478734430, 0.9193485863},
                          {"wilson", 0, 10, 0, 0.2775327999},
                          {"clopper_pearson", 66, 66, 0.9456411528, 1}};
  for (const Golden& row : table) {
    const Interval got = by(row.id, row.successes, row.trials);
    EXPECT_NEAR(got.lower, row.lower, 5e-11) << row.id;
    EXPECT_NEAR(got.upper, row.upper, 5e-11) << row.id;
  }
}

// The definition itself: each Clopper–Pearson bound is where one binomial tail is α/2.
TEST(ClopperPearson, BoundsAreWhereATailReachesHalfAlpha) {
  for (const double x : {1.0, 7.0, 19.0}) {
    const Interval got = by("clopper_pearson", x, 20, 0.9);
    EXPECT_NEAR(1 - binomial_cdf(x - 1, 20, got.lower), 0.05, 1e-12);
    EXPECT_NEAR(binomial_cdf(x, 20, got.upper), 0.05, 1e-12);
  }
}

// Inverting the score test: at a Wilson bound |x/n − p| is z standard errors under that p.
TEST(Wilson, BoundsAreWhereTheScoreTestTurns) {
  const double z = normal_quantile(0.975);
  const Interval got = by("wilson", 13, 40);
  for (const double p : {got.lower, got.upper})
    EXPECT_NEAR(std::abs(13.0 / 40 - p) / std::sqrt(p * (1 - p) / 40), z, 1e-12);
}

TEST(Intervals, HoldTheProportionStayInRangeAndMirror) {
  for (const IntervalMethod& method : intervals::all()) {
    for (const double n : {1.0, 2.0, 7.0, 30.5, 400.0}) {
      for (const double share : {0.0, 0.1, 0.5, 0.9, 1.0}) {
        const double x = share * n;
        for (const double level : {0.5, 0.9, 0.95, 0.999}) {
          const Interval got = method.interval(x, n, level);
          const Interval mirrored = method.interval(n - x, n, level);
          EXPECT_LE(got.lower, share + 1e-12) << method.id << " " << x << "/" << n;
          EXPECT_GE(got.upper, share - 1e-12) << method.id << " " << x << "/" << n;
          EXPECT_GE(got.lower, 0) << method.id;
          EXPECT_LE(got.upper, 1) << method.id;
          EXPECT_NEAR(got.lower, 1 - mirrored.upper, 1e-9) << method.id << " " << x << "/" << n;
        }
      }
    }
  }
}

TEST(Intervals, WidenWithTheLevelAndNarrowWithTrials) {
  for (const IntervalMethod& method : intervals::all()) {
    const auto width = [&](double n, double level) {
      const Interval got = method.interval(0.3 * n, n, level);
      return got.upper - got.lower;
    };
    EXPECT_LT(width(50, 0.8), width(50, 0.95)) << method.id;
    EXPECT_GT(width(50, 0.95), width(200, 0.95)) << method.id;
  }
}

TEST(Intervals, KnowNothingWithoutTrials) {
  for (const IntervalMethod& method : intervals::all()) {
    EXPECT_EQ(method.interval(0, 0, 0.95).lower, 0) << method.id;
    EXPECT_EQ(method.interval(0, 0, 0.95).upper, 1) << method.id;
  }
}

TEST(Intervals, ReachZeroAndOneExactlyWhereAllFailOrSucceed) {
  for (const char* id : {"wilson", "clopper_pearson", "jeffreys"}) {
    EXPECT_EQ(by(id, 0, 12).lower, 0) << id;
    EXPECT_EQ(by(id, 12, 12).upper, 1) << id;
  }
}

}  // namespace
}  // namespace secondsite::stats
