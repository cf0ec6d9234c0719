#include "secondsite/stats/power_margin.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

// n = (z_α + z_β)²·variance / (margin + difference)²: two arms at 0.9, a margin of 0.1, 2.5 %
// one-sided and 90 % power take 190 an arm.
TEST(NonInferiorityDesign, FindsItsClosedForm) {
  const auto got = solve(MarginDesign{.variance = two_proportions_variance(0.9, 0.9, 1),
                                      .margin = 0.1,
                                      .difference = 0,
                                      .alpha = 0.025,
                                      .power = 0.9});
  const double z = normal_quantile(0.975) + normal_quantile(0.9);
  EXPECT_NEAR(*got->n, z * z * 0.18 / 0.01, 1e-8);
  EXPECT_EQ(whole_cases(*got->n), 190U);
}

// At no difference equivalence spends β on both sides: n = (z_α + z_{β/2})²·variance/margin².
TEST(EquivalenceDesign, FindsItsClosedFormAtNoDifference) {
  const auto got = solve(MarginDesign{.claim = MarginClaim::equivalence,
                                      .variance = two_proportions_variance(0.9, 0.9, 1),
                                      .margin = 0.1,
                                      .difference = 0,
                                      .alpha = 0.05,
                                      .power = 0.8});
  const double z = normal_quantile(0.95) + normal_quantile(0.9);
  EXPECT_NEAR(*got->n, z * z * 0.18 / 0.01, 1e-8);
}

TEST(MarginDesign, GivesBackThePowerWhicheverQuantityWasEmpty) {
  for (const MarginClaim claim : {MarginClaim::non_inferiority, MarginClaim::equivalence}) {
    const MarginDesign full{.claim = claim,
                            .variance = paired_aucs_variance(0.9, 0.9, 0.5, 4),
                            .n = 400,
                            .margin = 0.05,
                            .difference = -0.01,
                            .alpha = 0.05,
                            .power = 0.7,
                            .design_effect = 1.3};
    for (int hole = 0; hole < 4; ++hole) {
      MarginDesign design = full;
      if (hole == 0) design.n.reset();
      if (hole == 1) design.margin.reset();
      if (hole == 2) design.difference.reset();
      if (hole == 3) design.alpha.reset();
      auto found = solve(design);
      ASSERT_TRUE(found) << hole << found.error().text();
      found->power.reset();
      EXPECT_NEAR(*solve(*found)->power, 0.7, 1e-9) << hole;
    }
  }
}

TEST(MarginDesign, SaysWhenTheTruthItselfLiesBeyondTheMargin) {
  EXPECT_EQ(
      solve(MarginDesign{
                .variance = 0.2, .margin = 0.05, .difference = -0.06, .alpha = 0.025, .power = 0.8})
          .error()
          .code(),
      "power.unreachable");
  EXPECT_EQ(solve(MarginDesign{.claim = MarginClaim::equivalence,
                               .variance = 0.2,
                               .margin = 0.05,
                               .difference = 0.05,
                               .alpha = 0.05,
                               .power = 0.8})
                .error()
                .code(),
            "power.unreachable");
  EXPECT_EQ(solve(MarginDesign{
                      .variance = 0, .margin = 0.05, .difference = 0, .alpha = 0.025, .power = 0.8})
                .error()
                .code(),
            "power.bad-value");
}

TEST(MarginVariances, OfPairsIsThatOfTheDiscordantOnes) {
  EXPECT_NEAR(paired_proportions_variance(0.9, 0.86, 0.1), 0.1 - 0.0016, 1e-15);
  // Without agreement beyond chance it is the sum of the two.
  const double p1 = 0.7;
  const double p2 = 0.6;
  EXPECT_NEAR(paired_proportions_variance(p1, p2, p1 * (1 - p2) + p2 * (1 - p1)),
              two_proportions_variance(p1, p2, 1), 1e-15);
}

}  // namespace
}  // namespace secondsite::stats
