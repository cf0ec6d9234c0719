#include "secondsite/stats/expected_positives.h"

#include <gtest/gtest.h>

namespace secondsite::stats {
namespace {

// scipy 1.17: stats.poisson.cdf, stats.betabinom.cdf, stats.binom.sf.
TEST(CountDistributions, AgreeWithScipy) {
  EXPECT_NEAR(poisson_cdf(7, 10.5), 0.17851057515798896, 1e-14);
  EXPECT_NEAR(poisson_cdf(0, 2), 0.1353352832366127, 1e-15);
  EXPECT_NEAR(beta_binomial_cdf(7, 50, 3.5, 12.25), 0.2997458345185099, 1e-12);
  EXPECT_NEAR(beta_binomial_cdf(120, 10000, 25, 975), 0.0012752688121740374, 1e-12);
  EXPECT_NEAR(chance_of_enough({.name = "a", .share = 0.5, .prevalence = 0.1, .needed = 20}, 500),
              0.8727654760909457, 1e-13);
}

TEST(Outlook, FindsTheFewestFurtherCases) {
  for (const CountModel model : {CountModel::binomial, CountModel::poisson}) {
    const StratumPlan plan{
        .name = "women 18-40", .share = 0.08, .prevalence = 0.03, .needed = 66, .model = model};
    const auto got = outlook(plan, 10'000, 4'000);
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_FALSE(got->is_enough);
    EXPECT_NEAR(got->expected_positives, 24, 1e-9);
    EXPECT_GE(chance_of_enough(plan, 10'000 + got->further_cases), 0.80);
    EXPECT_LT(chance_of_enough(plan, 10'000 + got->further_cases - 1), 0.80);
    EXPECT_EQ(got->further_sites, (got->further_cases + 3'999) / 4'000);
  }
}

TEST(Outlook, WantsMoreWhereThePrevalenceIsDoubtful) {
  StratumPlan plan{.name = "a", .share = 0.3, .prevalence = 0.05, .needed = 50};
  const auto known = *outlook(plan, 1000, 1000);
  plan.prevalence_cases = 200;
  const auto doubtful = *outlook(plan, 1000, 1000);
  EXPECT_GT(doubtful.further_cases, known.further_cases);
  plan.prevalence_cases = 1e9;
  EXPECT_NEAR(static_cast<double>((*outlook(plan, 1000, 1000)).further_cases),
              static_cast<double>(known.further_cases), 1);
}

TEST(Outlook, IsDoneWhereTheCasesSuffice) {
  const auto got = *outlook({.name = "a", .share = 1, .prevalence = 0.5, .needed = 10}, 1000, 100);
  EXPECT_TRUE(got.is_enough);
  EXPECT_EQ(got.further_cases, 0U);
  EXPECT_EQ(got.further_sites, 0U);
}

TEST(Outlook, RefusesWhatLiesOutside) {
  EXPECT_EQ(
      outlook({.name = "a", .share = 0, .prevalence = 0.5, .needed = 1}, 10, 10).error().code(),
      "power.bad-value");
  EXPECT_EQ(outlook({.name = "a", .prevalence = 0, .needed = 1}, 10, 10).error().code(),
            "power.bad-value");
  EXPECT_EQ(outlook({.name = "a", .prevalence = 0.5, .needed = 1}, 10, 0).error().code(),
            "power.bad-value");
  EXPECT_EQ(outlook({.name = "a", .prevalence = 0.5, .needed = 1}, 10, 10, 1).error().code(),
            "power.bad-value");
}

}  // namespace
}  // namespace secondsite::stats
