#include "secondsite/metrics/support/calibration_null.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/core/random.h"
#include "secondsite/metrics/support/calibration_fixture.h"

namespace secondsite::metrics {
namespace {

// numpy.convolve of the five two-point distributions.
TEST(SuccessCount, DistributionIsTheConvolutionOfItsTrials) {
  const std::vector<double> chances{.1, .2, .35, .5, .9};
  const SuccessCount count(chances);
  EXPECT_NEAR(count.mean(), 2.05, 1e-15);
  EXPECT_NEAR(count.mean_deviation(), 0.674175, 1e-14);
  EXPECT_EQ(count.quantile(0.02), 0);
  EXPECT_EQ(count.quantile(0.024), 1);
  EXPECT_EQ(count.quantile(0.7), 2);
  EXPECT_EQ(count.quantile(0.7048), 3);
  EXPECT_EQ(count.quantile(0.9999), 5);
}

TEST(SuccessCount, NormalLimitMeetsTheExactOneWhereTheyChange) {
  const std::vector<double> below(1100, 0.1);  // variance 99: exact
  const std::vector<double> above(1112, 0.1);  // variance 100.08: the limit
  const SuccessCount exact(below);
  const SuccessCount limit(above);
  for (const double u : {0.01, 0.2, 0.5, 0.8, 0.99})
    EXPECT_NEAR(exact.quantile(u) - exact.mean(), limit.quantile(u) - limit.mean(), 0.8);
  EXPECT_NEAR(exact.mean_deviation(), limit.mean_deviation(), 0.06);
}

TEST(SuccessCount, CertainTrialsLeaveNoDoubt) {
  const std::vector<double> chances{0, 1, 1};
  const SuccessCount count(chances);
  EXPECT_EQ(count.quantile(0.001), 2);
  EXPECT_EQ(count.mean_deviation(), 0);
}

// The simple version: every case's outcome drawn, 400,000 times (NumPy, default_rng(5)): mean
// .0699505 (Monte-Carlo error .00003), 95 % .037941 to .107157.
TEST(NullError, AgreesWithDrawingEveryCase) {
  const CalibrationFixture fixture;
  MetricOptions options;
  options.replicates = 20000;
  const stats::Estimate null = estimate_by_id("ece_null", fixture.independent(), options);
  EXPECT_NEAR(null.value, 0.0699505, 4 * 0.00003);
  EXPECT_NEAR(null.interval.lower, 0.037941, 0.0006);
  EXPECT_NEAR(null.interval.upper, 0.107157, 0.0006);
}

TEST(NullError, DoesNotDependOnTheOrderOfRows) {
  CalibrationFixture fixture;
  const stats::Estimate before = estimate_by_id("ece_null", fixture.independent());
  std::reverse(fixture.score.begin(), fixture.score.end());
  std::reverse(fixture.positive.begin(), fixture.positive.end());
  const stats::Estimate after = estimate_by_id("ece_null", fixture.independent());
  EXPECT_EQ(before.value, after.value);
  EXPECT_EQ(before.interval.upper, after.interval.upper);
}

// Truth known: a calibrated model's interval must hold 0 and a model stretched to half the slope
// must not. 100 samples of 500; nominal .95, four Monte-Carlo standard errors allowed.
TEST(EceInterval, HoldsZeroForACalibratedModelAsOftenAsItSays) {
  const core::Random random(11, "test.ece-interval");
  MetricOptions options;
  options.replicates = 400;
  int held = 0;
  int refuted = 0;
  for (std::uint64_t s = 0; s < 100; ++s) {
    std::vector<double> score(500);
    std::vector<std::uint8_t> calibrated(500);
    std::vector<std::uint8_t> stretched(500);
    for (std::uint64_t i = 0; i < 500; ++i) {
      const double x = 1.5 * random.normal(s, i);
      score[i] = 1 / (1 + std::exp(-x));
      const double u = random.uniform(s + 1000, i);
      calibrated[i] = u < score[i] ? 1 : 0;
      stretched[i] = u < 1 / (1 + std::exp(-x / 2)) ? 1 : 0;
    }
    held += estimate_by_id("ece", {score, calibrated}, options).interval.lower == 0 ? 1 : 0;
    refuted += estimate_by_id("ece", {score, stretched}, options).interval.lower > 0 ? 1 : 0;
  }
  EXPECT_GE(held, 91);  // four Monte-Carlo standard errors below
  EXPECT_GE(refuted, 80);
}

}  // namespace
}  // namespace secondsite::metrics
