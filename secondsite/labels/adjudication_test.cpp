#include "secondsite/labels/adjudication.h"

#include <gtest/gtest.h>

#include "secondsite/core/registry.h"

namespace secondsite::labels {
namespace {

TEST(Adjudication, BeginsWithTiesAndBuysLessAndLess) {
  std::vector<double> value;
  for (int c = 0; c < 60; ++c)
    for (int r = 0; r < 4; ++r) value.push_back(c % 3 == 0 ? 1 : c % 7 == 1 && r < 2 ? 1 : 0);
  const auto ratings = stats::ratings_from(value, 4);
  const auto rule = *core::find_entry(consensus_rules::all(), "majority", "rule");
  const auto consensus = *rule->apply(ratings, {});
  const auto plan = plan_adjudication(consensus, ratings, {}, {.shares = {.05, .1, .5, 1}});
  EXPECT_EQ(plan.order.size(), 60U);
  EXPECT_EQ(plan.order[0].label, -1);
  EXPECT_DOUBLE_EQ(plan.order[0].probably_wrong, .5);
  ASSERT_EQ(plan.steps.size(), 5U);
  for (std::size_t s = 1; s < plan.steps.size(); ++s)
    EXPECT_LE(plan.steps[s].still_wrong.value, plan.steps[s - 1].still_wrong.value);
  EXPECT_EQ(plan.steps.back().still_wrong.value, 0);
  EXPECT_EQ(plan.steps.back().cases, 60U);
}

TEST(Adjudication, ByAnErringAdjudicatorLeavesTheClearCasesAlone) {
  const std::vector<double> value = {1, 1, 1, 0, 0, 0, 1, 1, 0};
  const auto ratings = stats::ratings_from(value, 3);
  const auto consensus =
      *(*core::find_entry(consensus_rules::all(), "majority", "rule"))->apply(ratings, {});
  const auto plan =
      plan_adjudication(consensus, ratings, {}, {.adjudicator_error = .1, .shares = {1}});
  EXPECT_EQ(plan.order[0].unit, 2U);
  EXPECT_EQ(plan.order[1].expected_gain, 0);
  EXPECT_NEAR(plan.steps[1].still_wrong.value, .1 / 3, 1e-12);
}

}  // namespace
}  // namespace secondsite::labels
