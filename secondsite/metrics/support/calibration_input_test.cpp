#include "secondsite/metrics/support/calibration_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/metrics/support/calibration_fixture.h"
#include "secondsite/metrics/support/calibration_spiegelhalter.h"

namespace secondsite::metrics {
namespace {

std::vector<const Metric*> calibration_metrics() {
  std::vector<const Metric*> out;
  for (const Metric& metric : all())
    if (metric.family == Family::calibration) out.push_back(&metric);
  return out;
}

TEST(Calibration, RefusesScoresOutsideTheUnitAndNamesTheExtremes) {
  const std::vector<double> score{-0.25, 0.5, 1.769, 0.2};
  const std::vector<std::uint8_t> positive{0, 1, 1, 0};
  for (const Metric* metric : calibration_metrics()) {
    const stats::Estimate estimate = metric->estimate({score, positive}, {});
    EXPECT_EQ(estimate.absent_code, "calibration.score-outside-unit") << metric->id;
    EXPECT_THAT(estimate.absent_reason, testing::HasSubstr("2 of 4")) << metric->id;
    EXPECT_THAT(estimate.absent_reason, testing::HasSubstr("1.769")) << metric->id;
  }
}

TEST(Calibration, NoEntryFailsOnOddCases) {
  const std::vector<std::vector<double>> scores{{}, {0.3}, {0.5, 0.5}, {0, 1}, {1, 0}, {0, 0, 0}};
  const std::vector<std::vector<std::uint8_t>> labels{{}, {1}, {0, 1}, {0, 1}, {0, 1}, {0, 0, 0}};
  for (std::size_t c = 0; c < scores.size(); ++c) {
    for (const Metric* metric : calibration_metrics()) {
      const stats::Estimate estimate = metric->estimate({scores[c], labels[c]}, {});
      EXPECT_TRUE(!estimate.absent_code.empty() || !std::isnan(estimate.value))
          << metric->id << " on odd case " << c;
      EXPECT_EQ(estimate.absent_code.empty(), estimate.absent_reason.empty()) << metric->id;
    }
  }
}

TEST(Calibration, EveryEntrySaysWhatItsIntervalIs) {
  const CalibrationFixture fixture;
  for (const Metric* metric : calibration_metrics()) {
    const stats::Estimate estimate = metric->estimate(fixture.clustered(), {});
    ASSERT_TRUE(estimate.is_estimable()) << metric->id << estimate.absent_reason;
    EXPECT_EQ(estimate.metric, metric->id);
    EXPECT_EQ(estimate.unit, "patient");
    EXPECT_EQ(estimate.n_clusters, 41U);
    if (estimate.has_interval()) {
      EXPECT_LE(estimate.interval.lower, estimate.value + 1e-12) << metric->id;
      EXPECT_GE(estimate.interval.upper, estimate.value - 1e-12) << metric->id;
      continue;
    }
    bool explained = false;
    for (const stats::Definition& definition : estimate.definitions)
      explained |= definition.name == "interval";
    EXPECT_TRUE(explained) << metric->id;
  }
}

TEST(Calibration, OneDuplicatedPatientDoublesNothing) {
  // Every case twice, both of one patient: the clustered error stays that of the single cases.
  const CalibrationFixture fixture;
  CalibrationFixture twice;
  twice.patient.clear();
  twice.key.clear();
  for (std::uint32_t i = 0; i < 200; ++i) {
    twice.patient.push_back(i);
    twice.key.push_back(i);
  }
  for (std::uint32_t i = 0; i < 200; ++i) {
    twice.score.push_back(fixture.score[i]);
    twice.positive.push_back(fixture.positive[i]);
    twice.patient.push_back(i);
  }
  for (const char* id : {"brier", "cox_slope", "observed_expected"}) {
    const stats::Estimate once = estimate_by_id(id, fixture.independent());
    const stats::Estimate doubled = estimate_by_id(id, twice.clustered());
    EXPECT_NEAR(doubled.value, once.value, 1e-10) << id;
    EXPECT_NEAR(doubled.standard_error, once.standard_error, 1e-10) << id;
    EXPECT_NEAR(doubled.design_effect, 2, 0.02) << id;
  }
}

TEST(Calibration, SameBytesOnAnyNumberOfThreads) {
  const CalibrationFixture fixture;
  MetricOptions one;
  one.interval = IntervalKind::bootstrap_percentile;
  one.replicates = 200;
  MetricOptions three = one;
  three.context.threads = 3;
  for (const Metric* metric : calibration_metrics())
    EXPECT_EQ(core::pretty(to_json(metric->estimate(fixture.clustered(), one))),
              core::pretty(to_json(metric->estimate(fixture.clustered(), three))))
        << metric->id;
}

TEST(Spiegelhalter, ByPatientEqualsItsFormulaWrittenOut) {
  const CalibrationFixture fixture;
  const Cases cases = fixture.clustered();
  std::vector<double> patient(41, 0);
  double sum = 0;
  double variance = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double p = cases.score[i];
    patient[cases.patient[i]] += (cases.positive[i] - p) * (1 - 2 * p);
    sum += (cases.positive[i] - p) * (1 - 2 * p);
    variance += (1 - 2 * p) * (1 - 2 * p) * p * (1 - p);
  }
  double squares = 0;
  for (const double s : patient) squares += s * s;
  EXPECT_NEAR(spiegelhalter(cases).by_patient, sum / std::sqrt(squares), 1e-12);
  EXPECT_NEAR(spiegelhalter(cases).binomial, sum / std::sqrt(variance), 1e-12);
}

TEST(ObservedExpected, IsTheRatioOfTheSums) {
  const std::vector<double> score{.5, .25, .25};
  const std::vector<std::uint8_t> positive{1, 1, 0};
  const stats::Estimate ratio = estimate_by_id("observed_expected", {score, positive});
  EXPECT_DOUBLE_EQ(ratio.value, 2);
  EXPECT_GT(ratio.interval.lower, 0);
}

}  // namespace
}  // namespace secondsite::metrics
