#include "secondsite/stats/power_calibration.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/core/random.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/power.h"

namespace secondsite::stats {
namespace {

// Riley 2021 and R pmvalsampsize 0.1.0: the heart-valve example; the slope by integration (the
// package draws it).
TEST(ValidationSize, AgreesWithThePublishedExample) {
  EXPECT_NEAR(*solve(ObservedExpectedDesign{.prevalence = 0.018, .width = 1})->n, 905, 0.5);
  EXPECT_EQ(whole_cases(*solve(CStatisticDesign{.c = 0.8, .prevalence = 0.018, .width = 0.1})->n),
            4252U);
  EXPECT_NEAR(*solve(CalibrationSlopeDesign{.predictor = {-5, 2.5}, .width = 0.2})->n, 4553.71,
              0.005);
}

// (e^{z·se} − e^{−z·se}) = width gives se = asinh(width/2)/z.
TEST(ObservedExpectedDesign, FindsItsClosedForm) {
  const double se = std::asinh(0.25) / normal_quantile(0.975);
  EXPECT_NEAR(*solve(ObservedExpectedDesign{.prevalence = 0.1, .width = 0.5})->n, 9 / (se * se),
              1e-8);
}

TEST(ValidationSize, WidthAndNumberUndoEachOther) {
  const double n = *solve(CStatisticDesign{.c = 0.75, .prevalence = 0.2, .width = 0.08})->n;
  EXPECT_NEAR(*solve(CStatisticDesign{.c = 0.75, .prevalence = 0.2, .n = n})->width, 0.08, 1e-12);
  const double m = *solve(CalibrationSlopeDesign{.predictor = {-1, 1}, .width = 0.3})->n;
  EXPECT_NEAR(*solve(CalibrationSlopeDesign{.predictor = {-1, 1}, .n = m})->width, 0.3, 1e-12);
}

TEST(SlopeInformation, AgreesWithItsAverageOverDraws) {
  const LinearPredictor predictor{-1, 1.3};
  const SlopeInformation exact = slope_information(predictor, 0.2, 0.9);
  const core::Random random(3, "slope information test");
  constexpr std::uint64_t draws = 200'000;
  double intercept = 0;
  double cross = 0;
  double slope = 0;
  for (std::uint64_t i = 0; i < draws; ++i) {
    const double lp = predictor.mean + predictor.sd * random.normal(i, 0);
    const double q = 1 / (1 + std::exp(-0.2 - 0.9 * lp));
    intercept += q * (1 - q) / draws;
    cross += lp * q * (1 - q) / draws;
    slope += lp * lp * q * (1 - q) / draws;
  }
  // Four Monte-Carlo standard errors are below 0.004 for each.
  EXPECT_NEAR(exact.intercept, intercept, 0.004);
  EXPECT_NEAR(exact.cross, cross, 0.004);
  EXPECT_NEAR(exact.slope, slope, 0.004);
}

TEST(SlopeInformation, OfSymmetricPredictorHasNoCrossTerm) {
  EXPECT_NEAR(slope_information({0, 2}).cross, 0, 1e-13);
  EXPECT_NEAR(implied_prevalence({0, 2}), 0.5, 1e-13);
}

TEST(ValidationSize, WantsOneOfNumberAndWidth) {
  EXPECT_EQ(solve(CStatisticDesign{.c = 0.8, .prevalence = 0.1}).error().code(),
            "power.one-unknown");
  EXPECT_EQ(
      solve(CStatisticDesign{.c = 0.8, .prevalence = 0.1, .n = 10, .width = 0.1}).error().code(),
      "power.one-unknown");
  EXPECT_EQ(solve(ObservedExpectedDesign{.prevalence = 0, .width = 1}).error().code(),
            "power.bad-value");
  EXPECT_EQ(solve(CalibrationSlopeDesign{.predictor = {0, 0}, .width = 1}).error().code(),
            "power.bad-value");
}

}  // namespace
}  // namespace secondsite::stats
