#include "secondsite/metrics/support/contrast.h"

#include <gtest/gtest.h>

#include "secondsite/core/registry.h"
#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/metrics/support/influence.h"
#include "secondsite/metrics/support/synthetic.h"

namespace secondsite::metrics {
namespace {

const Metric& metric(std::string_view id) {
  return **core::find_entry(all(), id, "metric");
}

Synthetic cohort() {
  return synthetic({.patients = 300,
                    .images = 3,
                    .prevalence = 0.3,
                    .label_agreement = 0.5,
                    .score_correlation = 0.6},
                   21);
}

// Every second image of each patient: two parts of one cohort with all patients shared.
struct Halves {
  Synthetic a;
  Synthetic b;
};
Halves halves(const Synthetic& data) {
  Halves out;
  for (std::size_t i = 0; i < data.score.size(); ++i) {
    Synthetic& half = i % 2 == 0 ? out.a : out.b;
    half.score.push_back(data.score[i]);
    half.positive.push_back(data.positive[i]);
    half.patient.push_back(data.patient[i]);
  }
  out.a.patient_key = out.b.patient_key = data.patient_key;
  return out;
}

TEST(Contrast, OfTwoPartsCountsWhatTheirPatientsShare) {
  const Halves parts = halves(cohort());
  const auto joint = contrast(metric("auroc"), parts.a.by_patient(), parts.b.by_patient(),
                              Relation::same_cohort, {});
  const auto apart = contrast(metric("auroc"), parts.a.by_patient(), parts.b.by_patient(),
                              Relation::independent, {});
  EXPECT_EQ(joint.value, apart.value);
  EXPECT_LT(joint.standard_error, apart.standard_error);  // the shared part cancels
  EXPECT_TRUE(std::isnan(joint.test->degrees_of_freedom));
  EXPECT_FALSE(std::isnan(apart.test->degrees_of_freedom));
}

TEST(Contrast, IsTheSameTheOtherWayRoundButForTheSign) {
  const Halves parts = halves(cohort());
  for (const char* id : {"auroc", "sensitivity", "ppv", "auprc", "mcc"}) {
    MetricOptions options;
    options.threshold = 0.7;
    const auto ab = contrast(metric(id), parts.a.by_patient(), parts.b.by_patient(),
                             Relation::same_cohort, options);
    const auto ba = contrast(metric(id), parts.b.by_patient(), parts.a.by_patient(),
                             Relation::same_cohort, options);
    EXPECT_NEAR(ab.value, -ba.value, 1e-15) << id;
    EXPECT_NEAR(ab.standard_error, ba.standard_error, 1e-15) << id;
    EXPECT_NEAR(ab.test->p_value, ba.test->p_value, 1e-12) << id;
  }
}

TEST(Contrast, OfAScoreWithItselfIsZeroWithoutATest) {
  const Synthetic data = cohort();
  const auto e =
      contrast(metric("auroc"), data.by_patient(), data.by_patient(), Relation::same_cases, {});
  EXPECT_EQ(e.value, 0);
  EXPECT_FALSE(e.test.has_value());
  EXPECT_FALSE(e.has_interval());
}

TEST(Contrast, OfPairedScoresHasDeLongsVariance) {
  const Synthetic data = cohort();
  Synthetic other = data;
  for (std::size_t i = 0; i < other.score.size(); ++i)
    other.score[i] += 0.8 * std::sin(static_cast<double>(i));
  const auto e =
      contrast(metric("auroc"), data.by_case(), other.by_case(), Relation::same_cases, {});
  const Influence a = metric("auroc").influence(data.by_case(), {});
  const Influence b = metric("auroc").influence(other.by_case(), {});
  const Unit unit = Unit::one_case;
  const double expected = variance(data.by_case(), a, unit) + variance(data.by_case(), b, unit) -
                          2 * covariance(data.by_case(), a, b, unit);
  EXPECT_NEAR(e.standard_error * e.standard_error, expected, 1e-16);
}

TEST(Contrast, BootstrapsToNearlyTheAnalyticInterval) {
  const Halves parts = halves(cohort());
  MetricOptions options;
  options.replicates = 3000;
  for (const Relation relation : {Relation::same_cohort, Relation::independent}) {
    options.interval = IntervalKind::analytic;
    const auto analytic =
        contrast(metric("auroc"), parts.a.by_patient(), parts.b.by_patient(), relation, options);
    options.interval = IntervalKind::bootstrap_percentile;
    const auto e =
        contrast(metric("auroc"), parts.a.by_patient(), parts.b.by_patient(), relation, options);
    const double width = analytic.interval.upper - analytic.interval.lower;
    EXPECT_NEAR(e.interval.upper - e.interval.lower, width, 0.1 * width);
    EXPECT_NE(e.interval.lower, analytic.interval.lower);
  }
}

TEST(Contrast, ByCaseDoesNotTakeRowsForTheSameCase) {
  const Halves parts = halves(cohort());
  MetricOptions options;
  options.replicates = 3000;
  const auto analytic = contrast(metric("auroc"), parts.a.by_case(), parts.b.by_case(),
                                 Relation::same_cohort, options);
  options.interval = IntervalKind::bootstrap_percentile;
  const auto e = contrast(metric("auroc"), parts.a.by_case(), parts.b.by_case(),
                          Relation::same_cohort, options);
  const double width = analytic.interval.upper - analytic.interval.lower;
  EXPECT_NEAR(e.interval.upper - e.interval.lower, width, 0.1 * width);
}

TEST(Contrast, SaysWhyThereIsNone) {
  const Synthetic data = cohort();
  const std::vector<double> score{.1, .2};
  const std::vector<std::uint8_t> negative{0, 0};
  const std::vector<std::uint32_t> patient{0, 1};
  const Cases one_class{score, negative, patient, data.patient_key};
  EXPECT_EQ(contrast(metric("auroc"), data.by_patient(), one_class, Relation::same_cohort, {})
                .absent_code,
            "metric.not-comparable");
  EXPECT_EQ(contrast(metric("auroc"), data.by_patient(), data.by_case(), Relation::same_cohort, {})
                .absent_code,
            "metric.not-comparable");
  EXPECT_EQ(contrast(metric("sensitivity"), data.by_patient(), data.by_patient(),
                     Relation::same_cases, {})
                .absent_code,
            "metric.not-comparable");
}

}  // namespace
}  // namespace secondsite::metrics
