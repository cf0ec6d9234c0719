#include "secondsite/metrics/support/calibration_bins.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/metrics/support/calibration_brier.h"
#include "secondsite/metrics/support/calibration_fixture.h"
#include "secondsite/metrics/support/calibration_hosmer_lemeshow.h"

namespace secondsite::metrics {
namespace {

TEST(Bins, AnEdgeBelongsToTheBinBelowAndZeroToTheFirst) {
  const std::vector<double> score{0, 0.5, 0.5000001, 1};
  const std::vector<std::uint8_t> positive{0, 1, 0, 1};
  const Binned binned = bin_cases(score, positive, 2, BinRule::equal_width);
  EXPECT_EQ(binned.bin_of, (std::vector<std::uint32_t>{0, 0, 1, 1}));
}

TEST(Bins, TiedScoresStayTogetherAndEmptyBinsAreLeftOut) {
  const std::vector<double> score{.1, .1, .1, .1, .1, .1, .1, .1, .2, .3};
  const std::vector<std::uint8_t> positive(10, 0);
  const Binned binned = bin_cases(score, positive, 5, BinRule::equal_count);
  EXPECT_EQ(binned.bins.front().n, 8);
  for (const Bin& bin : binned.bins) EXPECT_GT(bin.n, 0);
  EXPECT_EQ(binned.n, 10);
}

// sklearn 1.9 calibration_curve(n_bins=10) weighted with np.histogram's counts.
TEST(Ece, EqualsThatOfScikitLearnsCurve) {
  const CalibrationFixture fixture;
  EXPECT_NEAR(estimate_by_id("ece", fixture.independent()).value, 0.10151960784313724, 1e-15);
}

TEST(Ece, TopClassMirrorsScoresBelowOneHalf) {
  const std::vector<double> score{.1, .9, .5, .7};
  const std::vector<std::uint8_t> positive{0, 1, 0, 0};
  const TopClass top = top_class({score, positive});
  EXPECT_EQ(top.confidence, (std::vector<double>{.9, .9, .5, .7}));
  EXPECT_EQ(top.correct, (std::vector<std::uint8_t>{1, 1, 1, 0}));
}

TEST(Ece, DebiasedIsNeverAboveThePlainOne) {
  const CalibrationFixture fixture;
  const Binned binned = bin_cases(fixture.score, fixture.positive, 10, BinRule::equal_width);
  EXPECT_LT(debiased_calibration_error(binned), expected_calibration_error(binned));
  EXPECT_LT(debiased_squared_error(binned), brier_parts(fixture.independent(), binned).reliability);
}

// sklearn brier_score_loss; the error with influences summed by patient in NumPy.
TEST(Brier, ValueIsThatOfScikitLearnAndItsErrorClustered) {
  const CalibrationFixture fixture;
  const stats::Estimate brier = estimate_by_id("brier", fixture.clustered());
  EXPECT_NEAR(brier.value, 0.23767781622452902, 1e-15);
  EXPECT_NEAR(brier.standard_error, 0.008775722498588889, 1e-15);
}

TEST(Brier, PartsAddUpExactly) {
  const CalibrationFixture fixture;
  for (const BinRule rule : {BinRule::equal_width, BinRule::equal_count}) {
    const BrierParts parts =
        brier_parts(fixture.independent(), bin_cases(fixture.score, fixture.positive, 10, rule));
    EXPECT_NEAR(parts.brier,
                parts.reliability - parts.resolution + parts.uncertainty + parts.within_variance -
                    2 * parts.within_covariance,
                1e-15);
  }
}

TEST(Brier, ScaledIsZeroForThePrevalence) {
  const std::vector<double> score(8, 0.25);
  const std::vector<std::uint8_t> positive{1, 0, 0, 0, 1, 0, 0, 0};
  EXPECT_NEAR(estimate_by_id("brier_scaled", {score, positive}).value, 0, 1e-15);
}

TEST(HosmerLemeshow, MatchesAHandWorkedTable) {
  // Two bins: 4 cases at .25 with 2 positives, 4 at .75 with 3: (2 − 1)²/(.75) + 0.
  const std::vector<double> score{.25, .25, .25, .25, .75, .75, .75, .75};
  const std::vector<std::uint8_t> positive{1, 1, 0, 0, 1, 1, 1, 0};
  const HosmerLemeshow test =
      hosmer_lemeshow(bin_cases(score, positive, 2, BinRule::equal_width), 0);
  EXPECT_NEAR(test.chi_squared, 1 / 0.75, 1e-14);
  EXPECT_EQ(test.degrees_of_freedom, 2);
  EXPECT_EQ(test.small_bins, 2U);
}

TEST(HosmerLemeshow, IsInfiniteWhereTheImpossibleHappened) {
  const std::vector<double> score{0, 0, .5, .5};
  const std::vector<std::uint8_t> positive{1, 0, 1, 0};
  const HosmerLemeshow test =
      hosmer_lemeshow(bin_cases(score, positive, 4, BinRule::equal_width), 0);
  EXPECT_TRUE(std::isinf(test.chi_squared));
  EXPECT_EQ(test.p_value, 0);
}

}  // namespace
}  // namespace secondsite::metrics
