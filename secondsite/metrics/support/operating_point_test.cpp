#include "secondsite/metrics/support/operating_point.h"

#include <gtest/gtest.h>

#include "secondsite/core/registry.h"
#include "secondsite/metrics/support/curves.h"
#include "secondsite/metrics/support/predictive_value.h"
#include "secondsite/metrics/support/synthetic.h"
#include "secondsite/metrics/support/threshold.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::metrics {
namespace {

const Metric& metric(std::string_view id) {
  return **core::find_entry(all(), id, "metric");
}

struct Column {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  Cases cases() const { return {score, positive, {}, {}}; }
};

// Score 1 is a call.
Column table(int tp, int fp, int fn, int tn) {
  Column out;
  const auto add = [&](int count, double score, std::uint8_t positive) {
    out.score.insert(out.score.end(), static_cast<std::size_t>(count), score);
    out.positive.insert(out.positive.end(), static_cast<std::size_t>(count), positive);
  };
  add(tp, 1, 1);
  add(fp, 1, 0);
  add(fn, 0, 1);
  add(tn, 0, 0);
  return out;
}

stats::Estimate at(const Column& column, std::string_view id, MetricOptions options = {}) {
  if (!options.threshold) options.threshold = 0.5;
  return metric(id).estimate(column.cases(), options);
}

TEST(OperatingPoint, AgreesWithScikitLearn) {
  // scikit-learn 1.9.1 on TP 5, FP 4, FN 4, TN 7.
  const Column t = table(5, 4, 4, 7);
  EXPECT_NEAR(at(t, "mcc").value, 0.19191919191919191, 1e-15);
  EXPECT_NEAR(at(t, "f1").value, 0.55555555555555558, 1e-15);
  EXPECT_NEAR(at(t, "balanced_accuracy").value, 0.59595959595959602, 1e-15);
  EXPECT_NEAR(at(t, "accuracy").value, 0.6, 1e-15);
  EXPECT_NEAR(at(t, "likelihood_ratio_positive").value, 1.5277777777777777, 1e-15);
  EXPECT_NEAR(at(t, "likelihood_ratio_negative").value, 0.69841269841269837, 1e-15);
  EXPECT_NEAR(at(t, "youden").value, 2 * 0.59595959595959602 - 1, 1e-15);
  EXPECT_NEAR(at(t, "alerts_per_100").value, 45, 1e-12);
  EXPECT_NEAR(at(t, "prevalence").value, 0.45, 1e-15);
  EXPECT_NEAR(at(t, "accuracy_of_no_finding").value, 0.55, 1e-15);
}

TEST(OperatingPoint, CallsACaseWhoseScoreIsTheThreshold) {
  const Column edge{{0.5, 0.5, 0.4}, {1, 0, 1}};
  EXPECT_EQ(at(edge, "sensitivity").value, 0.5);
  EXPECT_EQ(at(edge, "specificity").value, 0);
}

TEST(OperatingPoint, GivesTheLogIntervalOfALikelihoodRatio) {
  // Closed form: exp(ln LR ± z √(1/TP − 1/P + 1/FP − 1/N)), Simel 1991; our variance has P/(P − 1).
  MetricOptions normal;
  normal.reference = Reference::normal;
  const auto e = at(table(90, 30, 10, 170), "likelihood_ratio_positive", normal);
  const double se =
      std::sqrt((1.0 / 90 - 1.0 / 100) * 100 / 99 + (1.0 / 30 - 1.0 / 200) * 200 / 199);
  EXPECT_NEAR(e.interval.lower, e.value * std::exp(-stats::normal_quantile(0.975) * se), 1e-12);
  EXPECT_NEAR(e.interval.upper, e.value * std::exp(stats::normal_quantile(0.975) * se), 1e-11);
}

TEST(OperatingPoint, GivesTheDeltaMethodErrorOfYouden) {
  const auto e = at(table(90, 30, 10, 170), "youden");
  EXPECT_NEAR(e.standard_error, std::sqrt(0.9 * 0.1 / 99 + 0.85 * 0.15 / 199), 1e-15);
}

TEST(OperatingPoint, SaysWhatIsMissing) {
  MetricOptions none;
  EXPECT_EQ(metric("sensitivity").estimate(table(1, 1, 1, 1).cases(), none).absent_code,
            "metric.no-threshold");
  EXPECT_EQ(at(table(0, 3, 0, 4), "sensitivity").absent_code, "metric.empty-denominator");
  EXPECT_EQ(at(table(0, 0, 3, 4), "ppv").absent_code, "metric.empty-denominator");
  EXPECT_EQ(at(table(3, 4, 0, 0), "npv").absent_code, "metric.empty-denominator");
  EXPECT_EQ(at(table(3, 0, 1, 4), "likelihood_ratio_positive").absent_code,
            "metric.empty-denominator");
  EXPECT_EQ(at(table(0, 0, 3, 4), "mcc").absent_code, "metric.empty-denominator");
  Column wild = table(3, 2, 1, 4);
  wild.score[0] = 1.4;
  EXPECT_EQ(at(wild, "net_benefit").absent_code, "");  // a ranking metric at a threshold
}

TEST(OperatingPoint, IntervalsAtTheEdgeHaveWidth) {
  const auto sensitivity = at(table(12, 3, 0, 20), "sensitivity");
  EXPECT_EQ(sensitivity.interval.upper, 1);
  EXPECT_NEAR(sensitivity.interval.lower, 12 / (12 + std::pow(stats::normal_quantile(0.975), 2)),
              1e-12);
  const auto f1 = at(table(12, 0, 0, 20), "f1");
  EXPECT_EQ(f1.interval.upper, 1);
  EXPECT_LT(f1.interval.lower, 0.9);
}

TEST(NetBenefit, WeighsFalseAlarmsByTheOddsOfTheThreshold) {
  const Column t = table(20, 30, 5, 45);
  MetricOptions options;
  options.threshold_probability = 0.2;
  EXPECT_NEAR(at(t, "net_benefit", options).value, (20 - 30 * 0.25) / 100, 1e-15);
  EXPECT_NEAR(at(t, "net_benefit_treat_all", options).value, (25 - 75 * 0.25) / 100, 1e-15);
  options.threshold_probability = 1;
  EXPECT_EQ(at(t, "net_benefit", options).absent_code, "metric.empty-denominator");
}

TEST(PredictiveValue, AtTheSamplesOwnPrevalenceIsTheSamplesOwn) {
  const Column t = table(20, 30, 5, 45);
  MetricOptions options;
  options.prevalence = 0.25;
  EXPECT_NEAR(at(t, "ppv", options).value, at(t, "ppv").value, 1e-15);
  EXPECT_NEAR(at(t, "npv", options).value, at(t, "npv").value, 1e-15);
}

TEST(PredictiveValue, HasTheLogitIntervalOfMercaldo) {
  // Mercaldo 2007: Var(logit PPV) = (1 − s)/(s m) + c/((1 − c) n); ours has m − 1 and n − 1 below.
  const Column t = table(90, 30, 10, 170);
  MetricOptions options;
  options.prevalence = 0.03;
  options.reference = Reference::normal;
  const auto e = at(t, "ppv", options);
  const double s = 0.9;
  const double c = 0.85;
  const double variance = (1 - s) / (s * 99) + c / ((1 - c) * 199);
  const double centre = std::log(s * 0.03 / ((1 - c) * 0.97));
  const double z = stats::normal_quantile(0.975);
  EXPECT_NEAR(e.value, 1 / (1 + std::exp(-centre)), 1e-15);
  EXPECT_NEAR(e.interval.lower, 1 / (1 + std::exp(-centre + z * std::sqrt(variance))), 1e-14);
  EXPECT_NEAR(e.interval.upper, 1 / (1 + std::exp(-centre - z * std::sqrt(variance))), 1e-14);
  options.prevalence_trials = 200;
  const auto wider = at(t, "ppv", options);
  const double all = variance + 1 / (200 * 0.03 * 0.97);
  EXPECT_NEAR(wider.interval.upper, 1 / (1 + std::exp(-centre - z * std::sqrt(all))), 1e-14);
  EXPECT_EQ(wider.value, e.value);
}

TEST(PredictiveValue, WithoutAFalseAlarmStillHasALowerBound) {
  MetricOptions options;
  options.prevalence = 0.1;
  const auto e = at(table(9, 0, 1, 30), "ppv", options);
  EXPECT_EQ(e.value, 1);
  EXPECT_EQ(e.interval.upper, 1);
  EXPECT_GT(e.interval.lower, 0.2);
  EXPECT_LT(e.interval.lower, 0.9);
}

TEST(PredictiveValue, RefusesAPrevalenceOfNothing) {
  MetricOptions options;
  options.prevalence = 0;
  EXPECT_EQ(at(table(9, 1, 1, 30), "ppv", options).absent_code, "metric.bad-option");
}

TEST(PredictiveValue, BootstrapsWithThePrevalencesOwnError) {
  const Column t = table(90, 30, 10, 170);
  MetricOptions options;
  options.prevalence = 0.03;
  options.prevalence_trials = 200;
  const auto analytic = at(t, "ppv", options);
  options.interval = IntervalKind::bootstrap_percentile;
  options.replicates = 4000;
  const auto e = at(t, "ppv", options);
  EXPECT_NEAR(e.interval.lower, analytic.interval.lower, 0.015);
  EXPECT_NEAR(e.interval.upper, analytic.interval.upper, 0.03);
}

TEST(OperatingPoint, BootstrapsEveryMetricToNearlyItsAnalyticInterval) {
  const Synthetic data = synthetic({.patients = 500,
                                    .images = 3,
                                    .prevalence = 0.4,
                                    .label_agreement = 0.5,
                                    .score_correlation = 0.5},
                                   2);
  for (const char* id : {"sensitivity", "specificity", "ppv", "npv", "accuracy", "alerts_per_100",
                         "f1", "mcc", "youden", "balanced_accuracy", "likelihood_ratio_positive",
                         "likelihood_ratio_negative", "auprc", "partial_auroc", "net_benefit"}) {
    MetricOptions options;
    options.threshold = 0.6;
    options.replicates = 3000;
    const auto analytic = metric(id).estimate(data.by_patient(), options);
    options.interval = IntervalKind::bootstrap_percentile;
    const auto e = metric(id).estimate(data.by_patient(), options);
    const double width = analytic.interval.upper - analytic.interval.lower;
    EXPECT_NEAR(e.interval.lower, analytic.interval.lower, 0.15 * width) << id;
    EXPECT_NEAR(e.interval.upper, analytic.interval.upper, 0.15 * width) << id;
    EXPECT_EQ(e.value, analytic.value) << id;
    EXPECT_NE(e.interval.lower, analytic.interval.lower) << id;
  }
}

TEST(Threshold, IsTheHighestThatReachesTheSensitivity) {
  const Column c{{.1, .2, .3, .4, .5}, {0, 1, 0, 1, 1}};
  EXPECT_EQ(threshold_for_sensitivity(c.cases(), 0.6), 0.4);
  EXPECT_EQ(threshold_for_sensitivity(c.cases(), 2.0 / 3), 0.4);
  EXPECT_EQ(threshold_for_sensitivity(c.cases(), 1), 0.2);
  EXPECT_EQ(threshold_for_specificity(c.cases(), 0.5), 0.2);
  EXPECT_EQ(threshold_for_specificity(c.cases(), 0.9), 0.4);
  const Column none{{.1}, {0}};
  EXPECT_FALSE(threshold_for_sensitivity(none.cases(), 0.9).has_value());
  const Column top{{.1, .9}, {1, 0}};
  EXPECT_EQ(threshold_for_specificity(top.cases(), 1), std::nextafter(0.9, 2));
}

TEST(RocCurve, RisesFromCornerToCornerAndStaysThin) {
  const Synthetic data = synthetic({.patients = 5000, .images = 2, .score_correlation = 0.5}, 3);
  const auto curve = roc_curve(data.by_patient(), {}, 100);
  ASSERT_GT(curve.points.size(), 50U);
  EXPECT_LE(curve.points.size(), 110U);
  EXPECT_EQ(curve.points.front().x, 0);
  EXPECT_EQ(curve.points.front().y, 0);
  EXPECT_EQ(curve.points.back().x, 1);
  EXPECT_EQ(curve.points.back().y, 1);
  for (std::size_t i = 1; i < curve.points.size(); ++i) {
    EXPECT_GE(curve.points[i].x, curve.points[i - 1].x);
    EXPECT_GE(curve.points[i].y, curve.points[i - 1].y);
    EXPECT_LE(curve.points[i].band.lower, curve.points[i].y);
    EXPECT_GE(curve.points[i].band.upper, curve.points[i].y);
  }
}

TEST(DecisionCurve, OfACalibratedScoreLiesAboveCallingEveryone) {
  Synthetic data = synthetic({.patients = 3000, .prevalence = 0.5, .separation = 1.5}, 12);
  for (double& s : data.score) s = 1 / (1 + std::exp(-(1.5 * s - 1.125)));  // the posterior
  const std::vector<double> at_probabilities{0.1, 0.3, 0.5, 0.7};
  const auto model = decision_curve(data.by_case(), {}, at_probabilities);
  const auto everyone = decision_curve(data.by_case(), {}, at_probabilities, true);
  ASSERT_EQ(model.points.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_GT(model.points[i].y, everyone.points[i].y);
}

TEST(PredictiveValueCurve, RisesWithPrevalence) {
  MetricOptions options;
  options.threshold = 0.5;
  const std::vector<double> prevalences{0.01, 0.1, 0.5};
  const Column t = table(90, 30, 10, 170);
  const auto curve =
      predictive_value_curve(PredictiveValue::positive, t.cases(), options, prevalences);
  ASSERT_EQ(curve.points.size(), 3U);
  EXPECT_LT(curve.points[0].y, curve.points[1].y);
  EXPECT_LT(curve.points[1].y, curve.points[2].y);
}

}  // namespace
}  // namespace secondsite::metrics
