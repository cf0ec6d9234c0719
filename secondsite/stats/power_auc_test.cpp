#include "secondsite/stats/power_auc.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "secondsite/core/random.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

// R package pROC 1.18, power.roc.test, as its own tests state them (seven digits).
TEST(OneAucDesign, AgreesWithProc) {
  const double auc = 0.7313685637;
  EXPECT_NEAR(
      *solve(OneAucDesign{.auc = auc, .positives = 41, .negatives = 72, .alpha = 0.05})->power,
      0.9904832528, 1e-9);
  EXPECT_NEAR(
      *solve(OneAucDesign{.auc = 0.73, .positives = 41, .negatives = 72, .alpha = 0.05})->power,
      0.9897453, 5e-8);
  const auto sized = solve(OneAucDesign{.auc = auc, .ratio = 1.7, .alpha = 0.05, .power = 0.95});
  EXPECT_NEAR(*sized->positives, 29.29764, 5e-6);
  EXPECT_NEAR(*sized->negatives, 49.806, 5e-5);
  EXPECT_NEAR(
      *solve(OneAucDesign{.auc = 0.73, .positives = 41, .negatives = 72, .power = 0.95})->alpha,
      0.009238584, 5e-9);
  // The AUC is where R's root search stopped, at its default tolerance; ours gives the power back.
  auto least = solve(OneAucDesign{.positives = 41, .negatives = 72, .alpha = 0.05, .power = 0.95});
  EXPECT_NEAR(*least->auc, 0.6961054, 1.3e-4);
  least->power.reset();
  EXPECT_NEAR(*solve(*least)->power, 0.95, 1e-12);
}

// Obuchowski 2004, table 4 (one-sided 5 %, power 90 %), as pROC's tests quote it.
TEST(OneAucDesign, AgreesWithThePublishedTable) {
  struct Golden {
    double ratio, auc;
    std::uint64_t positives, negatives;
  };
  for (const Golden& row :
       {Golden{1, 0.6, 135, 135}, Golden{1, 0.7, 33, 33}, Golden{1, 0.8, 14, 14},
        Golden{0.25, 0.6, 334, 84}, Golden{0.25, 0.7, 80, 20}, Golden{0.5, 0.7, 49, 25},
        Golden{2, 0.6, 102, 203}, Golden{2, 0.7, 25, 50}, Golden{4, 0.6, 85, 340},
        Golden{4, 0.7, 21, 84}}) {
    const auto got = solve(OneAucDesign{
        .auc = row.auc, .ratio = row.ratio, .alpha = 0.05, .power = 0.9, .sides = Sides::one});
    EXPECT_EQ(whole_cases(*got->positives), row.positives) << row.ratio << " " << row.auc;
    EXPECT_EQ(whole_cases(*got->negatives), row.negatives) << row.ratio << " " << row.auc;
  }
}

// The closed form of Obuchowski & McClish 1997 as in R's pROC; the numbers of data(aSAH) stand in
// the asah oracle set.
TEST(TwoCurvesDesign, TakesTheNullVarianceOfTheFirstCurve) {
  const TwoCurvesDesign pilot{.difference = -0.1,
                              .variance1 = 0.0030,
                              .variance2 = 0.0014,
                              .covariance = 0.0004,
                              .pilot_positives = 41,
                              .positives = 41,
                              .alpha = 0.05};
  const double expected =
      normal_cdf((0.1 - normal_quantile(0.975) * std::sqrt(0.0052)) / std::sqrt(0.0036));
  EXPECT_NEAR(*solve(pilot)->power, expected, 1e-14);
  TwoCurvesDesign sized = pilot;
  sized.positives.reset();
  sized.power = 0.9;
  const double root =
      normal_quantile(0.975) * std::sqrt(0.0052) + normal_quantile(0.9) * std::sqrt(0.0036);
  EXPECT_NEAR(*solve(sized)->positives, 41 * root * root / 0.01, 1e-8);
}

TEST(TwoAucsDesign, NeedsFewerCasesTheMoreTheCurvesAgree) {
  double last = 1e12;
  for (const double correlation : {0.0, 0.3, 0.6, 0.9}) {
    const double n = *solve(TwoAucsDesign{.auc1 = 0.9,
                                          .auc2 = 0.85,
                                          .correlation = correlation,
                                          .alpha = 0.05,
                                          .power = 0.8})
                          ->positives;
    EXPECT_LT(n, last);
    last = n;
  }
}

TEST(TwoAucsDesign, GivesBackThePowerWhicheverQuantityWasEmpty) {
  for (const AucVariance kind :
       {AucVariance::obuchowski, AucVariance::hanley_mcneil, AucVariance::binormal}) {
    TwoAucsDesign design{.auc1 = 0.88,
                         .correlation = 0.4,
                         .positives = 150,
                         .ratio = 5,
                         .alpha = 0.05,
                         .power = 0.8,
                         .design_effect = 1.2,
                         .variance = kind};
    auto found = solve(design);
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_LT(*found->auc2, 0.88);
    found->power.reset();
    EXPECT_NEAR(*solve(*found)->power, 0.8, 1e-12);
  }
}

TEST(TwoAucsDesign, AFixedSecondSiteCanMakeItImpossible) {
  const auto got = solve(TwoAucsDesign{.auc1 = 0.9,
                                       .auc2 = 0.87,
                                       .ratio = 4,
                                       .second_positives = 20,
                                       .second_negatives = 500,
                                       .alpha = 0.05,
                                       .power = 0.8});
  EXPECT_EQ(got.error().code(), "power.unreachable");
  EXPECT_EQ(solve(TwoAucsDesign{.auc1 = 0.9,
                                .auc2 = 0.8,
                                .correlation = 0.5,
                                .positives = 50,
                                .second_positives = 20,
                                .second_negatives = 500,
                                .alpha = 0.05})
                .error()
                .code(),
            "power.bad-value");
}

// Hanley & McNeil 1982: at 0.5 their variance is the Mann–Whitney one, (m + n + 1)/(12mn).
TEST(AucVariances, AreTheMannWhitneyOneAtChance) {
  EXPECT_NEAR(hanley_mcneil_variance(0.5, 30, 70), 101.0 / (12 * 2100), 1e-15);
  EXPECT_NEAR(binormal_empirical_variance(0.5, 30, 70), 101.0 / (12 * 2100), 1e-15);
}

// Independent: scipy 1.17, Q₁ and Q₂ by numerical integration over the normal densities.
TEST(BinormalEmpiricalVariance, AgreesWithIntegration) {
  EXPECT_NEAR(binormal_empirical_variance(0.9, 40, 160), 0.0007071096245674973, 1e-13);
  EXPECT_NEAR(binormal_empirical_variance(0.7, 30, 30, 0.6), 0.004770597508503893, 1e-13);
  EXPECT_NEAR(binormal_empirical_variance(0.6, 10, 1000, 1.4), 0.00530773296492471, 1e-13);
}

TEST(BinormalEmpiricalVariance, AgreesWithSimulatedSamples) {
  constexpr std::size_t positives = 15;
  constexpr std::size_t negatives = 60;
  constexpr std::uint64_t repeats = 4000;
  const double mean = std::sqrt(2.0) * normal_quantile(0.85);
  const core::Random random(7, "binormal test");
  double sum = 0;
  double squares = 0;
  for (std::uint64_t r = 0; r < repeats; ++r) {
    std::vector<double> low(negatives);
    for (std::size_t i = 0; i < negatives; ++i) low[i] = random.normal(r, i);
    std::sort(low.begin(), low.end());
    double below = 0;
    for (std::size_t i = 0; i < positives; ++i)
      below += static_cast<double>(
          std::lower_bound(low.begin(), low.end(), mean + random.normal(r, negatives + i)) -
          low.begin());
    const double auc = below / (positives * negatives);
    sum += auc;
    squares += auc * auc;
  }
  const double variance = (squares - sum * sum / repeats) / (repeats - 1);
  EXPECT_NEAR(sum / repeats, 0.85, 4 * std::sqrt(variance / repeats));
  // A variance from 4,000 draws has a relative standard error of about √(2/4000) = 2.2 %.
  EXPECT_NEAR(variance / binormal_empirical_variance(0.85, positives, negatives), 1, 0.09);
}

// What the header says of the two older formulas.
TEST(AucVariances, DifferAboutTwofoldWhereNegativesArePlenty) {
  const double binormal = auc_variance(0.9, 1e4, 1e7, AucVariance::binormal);
  EXPECT_NEAR(auc_variance(0.9, 1e4, 1e7, AucVariance::obuchowski) / binormal, 2, 0.15);
  EXPECT_NEAR(auc_variance(0.9, 1e4, 1e7, AucVariance::hanley_mcneil) / binormal, 2, 0.15);
}

TEST(BinormalCovariance, OfACurveWithItselfIsItsVariance) {
  const BinormalCurve curve{1.7, 0.8};
  EXPECT_NEAR(binormal_covariance(curve, curve, 1, 1, 2.5), binormal_variance(curve, 2.5), 1e-15);
  EXPECT_NEAR(binormal_auc({std::sqrt(2.0) * normal_quantile(0.8), 1}), 0.8, 1e-14);
}

// The maximum-likelihood AUC of equal-variance scores cannot vary much less than the empirical one,
// nor more.
TEST(BinormalVariance, IsNearThatOfTheEmpiricalAuc) {
  for (const double auc : {0.6, 0.75, 0.9}) {
    const double a = std::sqrt(2.0) * normal_quantile(auc);
    const double ml = binormal_variance({a, 1}, 3);
    const double empirical = 1e6 * binormal_empirical_variance(auc, 1e6, 3e6);
    EXPECT_LT(ml, empirical * 1.001) << auc;
    EXPECT_GT(ml, empirical * 0.85) << auc;
  }
}

TEST(OneAucDesign, RefusesWhatLiesOutside) {
  EXPECT_EQ(
      solve(OneAucDesign{.auc = 0.8, .goal = 1, .positives = 9, .alpha = 0.05}).error().code(),
      "power.bad-value");
  EXPECT_EQ(
      solve(OneAucDesign{.auc = 0.8, .positives = 9, .ratio = 0, .alpha = 0.05}).error().code(),
      "power.bad-value");
  EXPECT_EQ(solve(OneAucDesign{.positives = 9, .alpha = 0.05}).error().code(), "power.one-unknown");
}

}  // namespace
}  // namespace secondsite::stats
