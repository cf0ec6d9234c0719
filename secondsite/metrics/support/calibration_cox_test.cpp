#include "secondsite/metrics/support/calibration_cox.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/metrics/support/calibration_fixture.h"

namespace secondsite::metrics {
namespace {

// Golden values: statsmodels 0.15, Logit(y, [1, logit p]).fit(tol=1e-14), cluster errors with
// use_correction=False times sqrt(41/40).
TEST(CoxFit, ReachesTheParametersAndModelErrorsOfStatsmodels) {
  const CalibrationFixture fixture;
  const CoxFit fit = fit_cox(fixture.independent());
  EXPECT_NEAR(fit.intercept, -0.27219370329084497, 1e-12);
  EXPECT_NEAR(fit.slope, 0.39682507036310594, 1e-12);
  EXPECT_NEAR(fit.intercept_model_se, 0.15002586000432908, 1e-11);
  EXPECT_NEAR(fit.slope_model_se, 0.09726907457090456, 1e-11);
}

TEST(CoxFit, ClusteredSandwichErrorsAreThoseOfStatsmodels) {
  const CalibrationFixture fixture;
  EXPECT_NEAR(estimate_by_id("cox_intercept", fixture.clustered()).standard_error,
              0.06528457713587553, 1e-11);
  EXPECT_NEAR(estimate_by_id("cox_slope", fixture.clustered()).standard_error, 0.04366346627454779,
              1e-11);
  EXPECT_NEAR(estimate_by_id("cox_slope", fixture.independent()).standard_error,
              0.10629104927058904, 1e-11);
}

// statsmodels GLM(Binomial, offset=logit p), clustered as above.
TEST(CoxFit, InterceptWithTheSlopeFixedIsThatOfStatsmodels) {
  const CalibrationFixture fixture;
  const stats::Estimate alone = estimate_by_id("calibration_in_the_large", fixture.clustered());
  EXPECT_NEAR(alone.value, -0.3622877099044702, 1e-12);
  EXPECT_NEAR(alone.standard_error, 0.13926789873167342, 1e-11);
}

TEST(CoxFit, SumOfFittedEqualsTheNumberOfPositives) {
  const CalibrationFixture fixture;
  const CoxFit fit = fit_cox_intercept(fixture.independent());
  double sum = 0;
  for (std::size_t i = 0; i < fit.log_odds.size(); ++i) sum += fit.fitted(i);
  EXPECT_NEAR(sum, 87, 1e-9);
}

TEST(CoxFit, SaysThatSeparatedClassesHaveNoSlope) {
  const std::vector<double> score{.1, .2, .3, .3, .6, .7};
  const std::vector<std::uint8_t> positive{0, 0, 0,
                                           1, 1, 1};  // they touch at .3 and do not overlap
  EXPECT_EQ(fit_cox({score, positive}).absent_code, "calibration.separated");
  const stats::Estimate slope = estimate_by_id("cox_slope", {score, positive});
  EXPECT_EQ(slope.absent_code, "calibration.separated");
  EXPECT_TRUE(estimate_by_id("calibration_in_the_large", {score, positive}).is_estimable());
}

TEST(CoxFit, CountsTheScoresThatItClips) {
  const std::vector<double> score{0, .2, .8, 1, .5, .4};
  const std::vector<std::uint8_t> positive{0, 1, 0, 1, 1, 0};
  EXPECT_EQ(fit_cox({score, positive}).clipped, 2U);
}

TEST(CoxFit, ArrivesWhereScoresLieFarFromTheTruth) {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  for (int i = 0; i < 400; ++i) {
    score.push_back(1e-6 * (1 + i % 7));
    positive.push_back(i % 3 == 0 ? 1 : 0);
  }
  const CoxFit fit = fit_cox({score, positive});
  ASSERT_TRUE(fit.absent_code.empty()) << fit.absent_reason;
  double gradient = 0;
  for (std::size_t i = 0; i < score.size(); ++i) gradient += positive[i] - fit.fitted(i);
  EXPECT_NEAR(gradient, 0, 1e-8);
}

TEST(CoxFit, OneStepReplicatesStayNearRefits) {
  const CalibrationFixture fixture;
  MetricOptions options;
  options.replicates = 1000;
  const stats::Estimate analytic = estimate_by_id("cox_slope", fixture.independent(), options);
  options.interval = IntervalKind::bootstrap_percentile;
  const stats::Estimate drawn = estimate_by_id("cox_slope", fixture.independent(), options);
  EXPECT_NEAR(drawn.interval.lower, analytic.interval.lower, 0.05);
  EXPECT_NEAR(drawn.interval.upper, analytic.interval.upper, 0.05);
}

}  // namespace
}  // namespace secondsite::metrics
