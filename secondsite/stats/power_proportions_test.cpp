#include "secondsite/stats/power_proportions.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

constexpr auto arcsine = TwoProportionsFormula::arcsine;

// R 4.2.2, power.prop.test; where it searches a root, with tol = 1e-12.
TEST(TwoProportionsDesign, AgreesWithR) {
  EXPECT_NEAR(*solve(TwoProportionsDesign{.n1 = 66, .p1 = 0.85, .p2 = 0.75, .alpha = 0.05})->power,
              0.298762063065561, 1e-13);
  EXPECT_NEAR(*solve(TwoProportionsDesign{
                         .n1 = 150, .p1 = 0.85, .p2 = 0.75, .alpha = 0.05, .sides = Sides::one})
                   ->power,
              0.69997279766995, 1e-13);
  EXPECT_NEAR(*solve(TwoProportionsDesign{.p1 = 0.5, .p2 = 0.75, .alpha = 0.05, .power = 0.9})->n1,
              76.7069284517774, 1e-9);
  EXPECT_NEAR(
      *solve(TwoProportionsDesign{
                 .n1 = 66, .p1 = 0.85, .effect = Effect::above, .alpha = 0.05, .power = 0.8})
           ->p2,
      0.983522187160324, 1e-10);
  EXPECT_NEAR(
      *solve(TwoProportionsDesign{
                 .n1 = 200, .p1 = 0.5, .effect = Effect::above, .alpha = 0.05, .power = 0.8})
           ->p2,
      0.638324189421017, 1e-10);
  EXPECT_NEAR(*solve(TwoProportionsDesign{.n1 = 150, .p1 = 0.85, .p2 = 0.75, .power = 0.8})->alpha,
              0.183503995810788, 1e-10);
}

// R 4.2.2: the formula of pwr.2p2n.test written out with asin and pnorm.
TEST(TwoProportionsDesign, AgreesWithTheArcsineFormula) {
  EXPECT_NEAR(
      *solve(TwoProportionsDesign{
                 .n1 = 66, .n2 = 7000, .p1 = 0.85, .p2 = 0.75, .alpha = 0.05, .formula = arcsine})
           ->power,
      0.530355481767696, 1e-13);
  EXPECT_NEAR(
      *solve(TwoProportionsDesign{
                 .n1 = 80, .n2 = 245, .p1 = 0.3, .p2 = 0.45, .alpha = 0.05, .formula = arcsine})
           ->power,
      0.676498963168889, 1e-13);
}

// n = (z_α √(2p̄q̄) + z_β √(p₁q₁ + p₂q₂))² / (p₁ − p₂)².
TEST(TwoProportionsDesign, FindsTheClosedFormOfEqualGroups) {
  const double p1 = 0.9;
  const double p2 = 0.84;
  const double mean = (p1 + p2) / 2;
  const double root = normal_quantile(0.975) * std::sqrt(2 * mean * (1 - mean)) +
                      normal_quantile(0.9) * std::sqrt(p1 * (1 - p1) + p2 * (1 - p2));
  const auto got = solve(TwoProportionsDesign{.p1 = p1, .p2 = p2, .alpha = 0.05, .power = 0.9});
  EXPECT_NEAR(*got->n1, root * root / 0.0036, 1e-8);
  EXPECT_EQ(*got->n1, *got->n2);
}

// Whatever is left empty, what was found gives back the power that was asked for.
TEST(TwoProportionsDesign, GivesBackThePowerWhicheverQuantityWasEmpty) {
  for (const auto formula : {TwoProportionsFormula::normal, arcsine}) {
    for (const Sides sides : {Sides::one, Sides::two}) {
      const TwoProportionsDesign full{.n1 = 120,
                                      .ratio = 3,
                                      .p1 = 0.8,
                                      .p2 = 0.66,
                                      .alpha = 0.04,
                                      .power = 0.7,
                                      .sides = sides,
                                      .design_effect = 1.4,
                                      .comparisons = 3,
                                      .formula = formula};
      for (int hole = 0; hole < 3; ++hole) {
        TwoProportionsDesign design = full;
        if (hole == 0) design.n1.reset();
        if (hole == 1) design.p2.reset();
        if (hole == 2) design.alpha.reset();
        auto found = solve(design);
        ASSERT_TRUE(found) << found.error().text();
        found->power.reset();
        EXPECT_NEAR(*solve(*found)->power, 0.7, 1e-12) << hole;
      }
    }
  }
}

TEST(TwoProportionsDesign, ADesignEffectMultipliesTheCases) {
  TwoProportionsDesign design{.p1 = 0.85, .p2 = 0.75, .alpha = 0.05, .power = 0.8};
  const double alone = *solve(design)->n1;
  design.design_effect = 1.7;
  EXPECT_NEAR(*solve(design)->n1, 1.7 * alone, 1e-8);
}

TEST(TwoProportionsDesign, PowerRisesWithCasesAndGap) {
  double last = 0;
  for (double n = 10; n < 3000; n *= 1.5) {
    const double power =
        *solve(TwoProportionsDesign{.n1 = n, .p1 = 0.85, .p2 = 0.8, .alpha = 0.05})->power;
    EXPECT_GT(power, last);
    last = power;
  }
}

TEST(Designs, WantExactlyOneUnknown) {
  EXPECT_EQ(solve(TwoProportionsDesign{.p1 = 0.85, .p2 = 0.75, .alpha = 0.05}).error().code(),
            "power.one-unknown");
  EXPECT_EQ(solve(TwoProportionsDesign{.n1 = 9, .p1 = 0.8, .p2 = 0.7, .alpha = 0.05, .power = 0.8})
                .error()
                .code(),
            "power.one-unknown");
}

TEST(Designs, RefuseWhatLiesOutside) {
  EXPECT_EQ(
      solve(TwoProportionsDesign{.n1 = 9, .p1 = 1.2, .p2 = 0.7, .alpha = 0.05}).error().code(),
      "power.bad-value");
  EXPECT_EQ(solve(TwoProportionsDesign{.n1 = 9, .p1 = 0.8, .p2 = 0, .alpha = 0.05}).error().code(),
            "power.bad-value");
  EXPECT_EQ(
      solve(TwoProportionsDesign{.n1 = 0, .p1 = 0.8, .p2 = 0.7, .alpha = 0.05}).error().code(),
      "power.bad-value");
  EXPECT_EQ(
      solve(TwoProportionsDesign{.n1 = 9, .p1 = 0.8, .p2 = 0.7, .alpha = 0.05, .design_effect = 0})
          .error()
          .code(),
      "power.bad-value");
  EXPECT_EQ(
      solve(TwoProportionsDesign{.p1 = 0.8, .p2 = 0.7, .alpha = 0.05, .power = 1}).error().code(),
      "power.bad-value");
}

TEST(Designs, SayWhenNothingReachesThePower) {
  // No difference, or a fixed second group that is too small, whatever the first.
  EXPECT_EQ(
      solve(TwoProportionsDesign{.p1 = 0.8, .p2 = 0.8, .alpha = 0.05, .power = 0.8}).error().code(),
      "power.unreachable");
  EXPECT_EQ(
      solve(TwoProportionsDesign{.n2 = 20, .p1 = 0.85, .p2 = 0.75, .alpha = 0.05, .power = 0.8})
          .error()
          .code(),
      "power.unreachable");
}

// n = ((z_α √(p₀q₀) + z_β √(pq)) / (p − p₀))².
TEST(OneProportionDesign, FindsItsClosedForm) {
  const double root =
      normal_quantile(0.975) * std::sqrt(0.16) + normal_quantile(0.8) * std::sqrt(0.09);
  const auto got = solve(OneProportionDesign{
      .truth = 0.9, .goal = 0.8, .alpha = 0.025, .power = 0.8, .sides = Sides::one});
  EXPECT_NEAR(*got->n, root * root / 0.01, 1e-9);
  const auto back = solve(OneProportionDesign{
      .n = *got->n, .goal = 0.8, .alpha = 0.025, .power = 0.8, .sides = Sides::one});
  EXPECT_NEAR(*back->truth, 0.9, 1e-12);
}

// Independent: scipy 1.17, the rejected counts summed one by one.
TEST(ExactPower, AgreesWithASumOverAllCounts) {
  EXPECT_NEAR(exact_power(66, 0.75, 0.85, 0.05, Sides::two), 0.49052606295583073, 1e-12);
  EXPECT_NEAR(exact_power(66, 0.75, 0.85, 0.025, Sides::one), 0.490464455930836, 1e-12);
  EXPECT_NEAR(exact_power(100, 0.9, 0.8, 0.05, Sides::two), 0.7030331947272378, 1e-12);
}

TEST(ExactPower, UnderTheGoalItselfIsAtMostAlpha) {
  for (std::uint64_t n = 1; n < 120; ++n)
    EXPECT_LE(exact_power(n, 0.8, 0.8, 0.05, Sides::two), 0.05);
}

// Independent: scipy 1.17, every n up to 400: the power first reaches 0.8 at 107 and never falls
// below from 113 on.
TEST(ExactCases, LooksBeyondTheTeethOfTheSaw) {
  EXPECT_EQ(*exact_cases(0.9, 0.8, 0.025, 0.8, Sides::one), 113U);
  EXPECT_EQ(exact_cases(0.8, 0.8, 0.025, 0.8, Sides::one).error().code(), "power.no-effect");
}

TEST(PlanningAlpha, IsDividedWhereTheFamilyIsCorrected) {
  EXPECT_EQ(planning_alpha(0.05, 10, MultiplicityMethod::bonferroni), 0.005);
  EXPECT_EQ(planning_alpha(0.05, 10, MultiplicityMethod::holm), 0.005);
  EXPECT_EQ(planning_alpha(0.05, 10, MultiplicityMethod::none), 0.05);
  EXPECT_EQ(planning_alpha(0.05, 10, MultiplicityMethod::fixed_sequence), 0.05);
}

TEST(WholeCases, RoundsUpButNotForTheLastBits) {
  EXPECT_EQ(whole_cases(249.98), 250U);
  EXPECT_EQ(whole_cases(250), 250U);
  EXPECT_EQ(whole_cases(250 * (1 + 1e-15)), 250U);
  EXPECT_EQ(whole_cases(250.001), 251U);
}

}  // namespace
}  // namespace secondsite::stats
