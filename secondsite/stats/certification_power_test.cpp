#include "secondsite/stats/certification_power.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "secondsite/core/random.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/interval_method.h"
#include "secondsite/stats/power_proportions.h"

namespace secondsite::stats {
namespace {

CertificationDesign sensitivity(std::uint64_t positives) {
  return {.measure = Measure::of_positives,
          .assumed = 0.9,
          .goal = 0.8,
          .alpha = 0.025,
          .positives = positives,
          .negatives = 900};
}

CertificationDesign auc(std::uint64_t positives, std::uint64_t negatives) {
  return {.measure = Measure::auc,
          .assumed = 0.9,
          .goal = 0.85,
          .alpha = 0.025,
          .positives = positives,
          .negatives = negatives};
}

// The rule itself: the binomial chance of a count whose Wilson interval lies wholly above the goal.
// The saw of the counts stays within a few points of the formula.
TEST(CertificationPower, IsNearTheExactChanceOfTheWilsonRule) {
  const auto wilson = std::find_if(intervals::all().begin(), intervals::all().end(),
                                   [](const auto& m) { return m.id == "wilson"; });
  for (std::uint64_t n = 60; n <= 400; n += 20) {
    const auto size = static_cast<double>(n);
    double exact = 0;
    for (double x = 0; x <= size; ++x)
      if (wilson->interval(x, size, 0.95).lower > 0.8) exact += binomial_pmf(x, size, 0.9);
    EXPECT_NEAR(certification_power(sensitivity(n)), exact, 0.06) << n;
  }
}

TEST(CertificationPower, IsThatOfTheDesignForOneProportion) {
  EXPECT_NEAR(certification_power(sensitivity(120)),
              *solve(OneProportionDesign{
                         .n = 120, .truth = 0.9, .goal = 0.8, .alpha = 0.025, .sides = Sides::one})
                   ->power,
              1e-14);
}

// Simulated: empirical AUC of normal scores, DeLong's variance, interval on the logit scale.
TEST(CertificationPower, IsNearTheSimulatedChanceOfTheAucRule) {
  constexpr std::size_t m = 60;
  constexpr std::size_t n = 180;
  constexpr std::uint64_t repeats = 1500;
  const double mean = std::sqrt(2.0) * normal_quantile(0.92);
  const double z = normal_quantile(0.975);
  const core::Random random(11, "certification test");
  double certified = 0;
  for (std::uint64_t r = 0; r < repeats; ++r) {
    std::vector<double> low(n);
    std::vector<double> high(m);
    for (std::size_t i = 0; i < n; ++i) low[i] = random.normal(r, i);
    for (std::size_t i = 0; i < m; ++i) high[i] = mean + random.normal(r, n + i);
    std::sort(low.begin(), low.end());
    std::sort(high.begin(), high.end());
    const auto variance = [](const std::vector<double>& values, double centre) {
      double sum = 0;
      for (const double v : values) sum += (v - centre) * (v - centre);
      return sum / static_cast<double>(values.size() - 1) / static_cast<double>(values.size());
    };
    std::vector<double> of_positives(m);
    std::vector<double> of_negatives(n);
    double area = 0;
    for (std::size_t i = 0; i < m; ++i) {
      of_positives[i] =
          static_cast<double>(std::lower_bound(low.begin(), low.end(), high[i]) - low.begin()) / n;
      area += of_positives[i] / m;
    }
    for (std::size_t i = 0; i < n; ++i)
      of_negatives[i] =
          static_cast<double>(high.end() - std::upper_bound(high.begin(), high.end(), low[i])) / m;
    const double se = std::sqrt(variance(of_positives, area) + variance(of_negatives, area));
    const double lower = std::log(area / (1 - area)) - z * se / (area * (1 - area));
    certified += lower > std::log(0.85 / 0.15);
  }
  CertificationDesign design = auc(m, n);
  design.assumed = 0.92;
  const double power = certification_power(design);
  // Monte-Carlo standard error 1.3 points; the normal approximation on the logit scale adds a few.
  EXPECT_NEAR(power, certified / repeats, 0.06);
}

TEST(CertificationPower, RisesWithCasesAndFallsWithTheDesignEffect) {
  double last = 0;
  for (std::uint64_t n = 1; n < 2000; n = n * 3 / 2 + 1) {
    EXPECT_GT(certification_power(sensitivity(n)), last);
    last = certification_power(sensitivity(n));
  }
  EXPECT_GT(certification_power(auc(50, 200)), certification_power(auc(40, 200)));
  EXPECT_GT(certification_power(auc(50, 300)), certification_power(auc(50, 200)));
  CertificationDesign clustered = auc(50, 200);
  clustered.design_effect = 1.5;
  EXPECT_LT(certification_power(clustered), certification_power(auc(50, 200)));
}

TEST(CertificationPower, IsNothingWithoutCasesAndAlphaAtTheGoal) {
  EXPECT_EQ(certification_power(sensitivity(0)), 0);
  EXPECT_EQ(certification_power(auc(0, 10)), 0);
  EXPECT_EQ(certification_power(auc(10, 0)), 0);
  CertificationDesign design = sensitivity(200);
  design.assumed = design.goal;
  EXPECT_NEAR(certification_power(design), 0.025, 1e-12);
  design.alpha = 0;
  EXPECT_TRUE(std::isnan(certification_power(design)));
}

TEST(CertificationPower, TurnsRoundWhereLowerIsBetter) {
  CertificationDesign missed = sensitivity(150);
  missed.assumed = 0.1;
  missed.goal = 0.2;
  missed.higher_is_better = false;
  EXPECT_NEAR(certification_power(missed), certification_power(sensitivity(150)), 1e-14);
}

// By brute force: the first number of further cases, one by one, that reaches the target.
TEST(FurtherCases, AreTheFewestThatReachTheTarget) {
  for (const Growth growth : {Growth::keep_ratio, Growth::keep_negatives}) {
    for (const CertificationDesign& design :
         {sensitivity(66), auc(30, 170), auc(7, 5000), auc(55, 21)}) {
      for (const double target : {0.5, 0.8}) {
        const auto got = further_cases(design, target, growth);
        std::uint64_t more = 0;
        CertificationDesign now = design;
        while (more < 3000 && certification_power(now) < target) {
          ++more;
          now.positives = design.positives + more;
          if (growth == Growth::keep_ratio)
            now.negatives =
                (design.negatives * now.positives + design.positives - 1) / design.positives;
        }
        if (more == 3000) {
          EXPECT_EQ(got.error().code(), "power.unreachable");
          continue;
        }
        ASSERT_TRUE(got) << got.error().text();
        EXPECT_EQ(got->positives, more);
        EXPECT_EQ(got->negatives, now.negatives - design.negatives);
      }
    }
  }
}

TEST(FurtherCases, AreNegativesWhereTheClaimIsAboutThem) {
  CertificationDesign design = sensitivity(40);
  design.measure = Measure::of_negatives;
  design.negatives = 50;
  const auto got = *further_cases(design, 0.8, Growth::keep_ratio);
  EXPECT_EQ(got.positives, 0U);
  design.negatives = 50 + got.negatives;
  EXPECT_GE(certification_power(design), 0.8);
  design.negatives -= 1;
  EXPECT_LT(certification_power(design), 0.8);
}

TEST(FurtherCases, CanBeNoneOrHopeless) {
  EXPECT_EQ(further_cases(sensitivity(5000), 0.8, Growth::keep_ratio)->positives, 0U);
  CertificationDesign design = sensitivity(50);
  design.assumed = 0.79;
  EXPECT_EQ(further_cases(design, 0.8, Growth::keep_ratio).error().code(), "power.no-effect");
  EXPECT_EQ(further_cases(auc(50, 4), 0.9, Growth::keep_negatives).error().code(),
            "power.unreachable");
  EXPECT_EQ(further_cases(design, 1, Growth::keep_ratio).error().code(), "power.bad-value");
}

TEST(FurtherCases, StartFromNothing) {
  const auto got = further_cases(auc(0, 0), 0.8, Growth::keep_ratio);
  ASSERT_TRUE(got);
  EXPECT_EQ(got->positives, got->negatives);
  EXPECT_GE(certification_power(auc(got->positives, got->negatives)), 0.8);
}

}  // namespace
}  // namespace secondsite::stats
