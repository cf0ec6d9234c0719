#include "secondsite/metrics/support/calibration_lowess.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/metrics/support/calibration_fixture.h"
#include "secondsite/metrics/support/calibration_reliability.h"

namespace secondsite::metrics {
namespace {

// statsmodels 0.15 lowess(y, p, frac=.5, it=0); NumPy's linear quantiles.
TEST(Lowess, ErrorsAtEveryScoreAreThoseOfStatsmodels) {
  const CalibrationFixture fixture;
  const SortedCases sorted = sort_by_score(fixture.independent());
  const CurveErrors errors = lowess_errors(sorted, knots_at_every_score(sorted.x));
  EXPECT_NEAR(errors.ici, 0.10658832730896678, 1e-13);
  EXPECT_NEAR(errors.e50, 0.058028488684760404, 1e-13);
  EXPECT_NEAR(errors.e90, 0.282697484816252, 1e-13);
  EXPECT_NEAR(errors.emax, 0.3839125671340833, 1e-13);
}

TEST(Lowess, FewKnotsStayNearTheCurveAtEveryScore) {
  const CalibrationFixture fixture;
  const SortedCases sorted = sort_by_score(fixture.independent());
  const double exact = lowess_errors(sorted, knots_at_every_score(sorted.x)).ici;
  EXPECT_NEAR(lowess_errors(sorted, knots_spread(sorted.x, 64)).ici, exact, 2e-3 * exact);
}

TEST(Lowess, ReproducesAStraightLine) {
  SortedCases line;
  for (int i = 0; i < 50; ++i) {
    line.x.push_back(i / 50.0);
    line.y.push_back(0.2 + 0.5 * i / 50.0);
  }
  const Lowess curve = lowess(line, 0.3, knots_at_every_score(line.x));
  for (std::size_t k = 0; k < curve.knot.size(); ++k)
    EXPECT_NEAR(curve.fitted[k], 0.2 + 0.5 * curve.knot[k], 1e-13);
}

TEST(Lowess, LineWeightsGiveTheSameCurve) {
  const CalibrationFixture fixture;
  const SortedCases sorted = sort_by_score(fixture.independent());
  const std::vector<std::size_t> knots = knots_spread(sorted.x, 10);
  const Lowess curve = lowess(sorted, lowess_fraction, knots);
  for (std::size_t k = 0; k < knots.size(); ++k) {
    const LocalLine line = local_line(sorted.x, curve.knot[k], lowess_fraction);
    double sum = 0;
    for (std::size_t j = 0; j < line.weight.size(); ++j)
      sum += line.weight[j] * sorted.y[line.first + j];
    EXPECT_NEAR(sum, curve.fitted[k], 1e-12);
  }
}

TEST(Lowess, OneScoreForAllGivesThePrevalence) {
  const std::vector<double> score(6, 0.4);
  const std::vector<std::uint8_t> positive{1, 0, 0, 1, 0, 0};
  const CurveErrors errors = lowess_errors({score, positive});
  // Half of the cases are averaged: the first three after ordering ties by outcome are negative.
  EXPECT_TRUE(std::isfinite(errors.ici));
}

TEST(Lowess, KnotsSpacedByFollowClevelandsRule) {
  const std::vector<double> x{0, 0.1, 0.2, 0.3, 0.35, 0.9};
  EXPECT_EQ(knots_spaced_by(x, 0.25), (std::vector<std::size_t>{0, 2, 4, 5}));
  EXPECT_EQ(knots_spaced_by(x, 0), knots_at_every_score(x));
}

TEST(Reliability, BinsHoldEveryCaseAndBandsHoldTheirPoint) {
  const CalibrationFixture fixture;
  const ReliabilityCurve curve = reliability_curve(fixture.clustered(), {});
  ASSERT_TRUE(curve.absent_code.empty());
  EXPECT_EQ(curve.binned.points.size(), 10U);
  for (const stats::CurvePoint& point : curve.binned.points) {
    EXPECT_LE(point.band.lower, point.y);
    EXPECT_GE(point.band.upper, point.y);
  }
  std::uint64_t counted = 0;
  for (const std::uint64_t n : curve.scores.counts) counted += n;
  EXPECT_EQ(counted, 200U);
  EXPECT_FALSE(curve.smooth.points.empty());
}

TEST(Reliability, RefusesScoresThatAreNoProbabilities) {
  const std::vector<double> score{-1, 2};
  const std::vector<std::uint8_t> positive{0, 1};
  EXPECT_EQ(reliability_curve({score, positive}, {}).absent_code, "calibration.score-outside-unit");
}

}  // namespace
}  // namespace secondsite::metrics
