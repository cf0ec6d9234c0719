#include "secondsite/stats/precision.h"

#include <gtest/gtest.h>

#include "secondsite/stats/interval_method.h"

namespace secondsite::stats {
namespace {

// The field guide: ±0.086 at a sensitivity of 0.85 among 66.
TEST(HalfWidth, IsThatOfTheFieldGuide) {
  EXPECT_NEAR(*half_width("wald", 0.85, 66), 0.0861452262, 5e-11);
}

TEST(CasesForHalfWidth, AreTheFewestThatSuffice) {
  for (const IntervalMethod& method : intervals::all()) {
    for (const double p : {0.3, 0.85}) {
      const auto n = cases_for_half_width(method.id, p, 0.05);
      ASSERT_TRUE(n);
      EXPECT_LE(*half_width(method.id, p, static_cast<double>(*n)), 0.05) << method.id;
      EXPECT_GT(*half_width(method.id, p, static_cast<double>(*n - 1)), 0.05) << method.id;
    }
  }
}

TEST(CasesForHalfWidth, AreMultipliedByTheDesignEffect) {
  const auto alone = *cases_for_half_width("wilson", 0.85, 0.05);
  const auto clustered = *cases_for_half_width("wilson", 0.85, 0.05, 0.95, 2);
  EXPECT_NEAR(static_cast<double>(clustered), 2.0 * static_cast<double>(alone), 2);
}

TEST(HalfWidth, RefusesWhatLiesOutside) {
  EXPECT_EQ(half_width("wilson", 1.1, 10).error().code(), "power.bad-value");
  EXPECT_EQ(half_width("wilson", 0.5, 0).error().code(), "power.bad-value");
  EXPECT_EQ(half_width("none", 0.5, 10).error().code(), "config.unknown-name");
  EXPECT_EQ(cases_for_half_width("wilson", 0.5, 0.5).error().code(), "power.bad-value");
}

}  // namespace
}  // namespace secondsite::stats
