#include "secondsite/stats/waterfall.h"

#include <gtest/gtest.h>

#include <cmath>

namespace secondsite::stats {
namespace {

std::vector<WaterfallFactor> field_guide() {
  return {{"frontal", 0.65},    {"pneumothorax", 0.03}, {"women", 0.47},
          {"aged 18-40", 0.16}, {"vendor B", 0.30},     {"actionable", 0.40}};
}

TEST(Waterfall, EndsAtTheSixtySixOfTheFieldGuide) {
  WaterfallOptions options;
  options.reference_level = 2;
  const auto levels = waterfall("images", 377110, field_guide(), options);
  ASSERT_TRUE(levels) << levels.error().text();
  ASSERT_EQ(levels->size(), 7U);
  const WaterfallLevel& last = levels->back();
  EXPECT_NEAR(last.count, 66.35929248, 1e-9);
  EXPECT_NEAR(last.wald_half_width, 0.086, 0.0005);
  EXPECT_NEAR(last.power_equal, 0.30, 0.005);
  // Against the remaining positives it is another number than against 66.
  EXPECT_GT(last.power_rest, last.power_equal + 0.1);
  EXPECT_GT(last.power_goal, last.power_equal + 0.1);
  EXPECT_TRUE(std::isnan((*levels)[1].power_rest));
}

TEST(Waterfall, LosesPowerAndPrecisionOnTheWayDown) {
  const auto levels = *waterfall("images", 377110, field_guide());
  for (std::size_t i = 1; i < levels.size(); ++i) {
    EXPECT_GE(levels[i].wald_half_width, levels[i - 1].wald_half_width);
    EXPECT_LE(levels[i].power_equal, levels[i - 1].power_equal);
    EXPECT_GE(levels[i].least_gap, levels[i - 1].least_gap);
  }
}

// The least gap is the one that two groups of this size show with the power asked for.
TEST(Waterfall, LeastGapHasThePowerThatWasWanted) {
  const auto first = *waterfall("positives", 300, {});
  WaterfallOptions options;
  options.gap_to = options.proportion - first[0].least_gap;
  EXPECT_NEAR((*waterfall("positives", 300, {}, options))[0].power_equal, 0.80, 1e-9);
}

TEST(Waterfall, LevelsWithLessThanOneCaseHaveCountsOnly) {
  const WaterfallFactor factors[] = {{"a", 0.01}};
  const auto levels = *waterfall("positives", 50, factors);
  EXPECT_NEAR(levels[1].count, 0.5, 1e-15);
  EXPECT_TRUE(std::isnan(levels[1].power_equal));
}

TEST(Waterfall, OfCountsIsThatOfTheirShares) {
  const WaterfallCount counts[] = {{"all", 1000}, {"women", 470}, {"young", 94}};
  const auto levels = *waterfall_of_counts(counts);
  EXPECT_NEAR(levels[1].share, 0.47, 1e-15);
  EXPECT_NEAR(levels[2].share, 0.2, 1e-15);
}

TEST(Waterfall, RefusesSharesAndCountsThatCannotBe) {
  const WaterfallFactor wrong[] = {{"a", 1.5}};
  EXPECT_EQ(waterfall("x", 10, wrong).error().code(), "power.bad-value");
  const WaterfallCount rising[] = {{"all", 10}, {"more", 11}};
  EXPECT_EQ(waterfall_of_counts(rising).error().code(), "power.bad-value");
}

}  // namespace
}  // namespace secondsite::stats
