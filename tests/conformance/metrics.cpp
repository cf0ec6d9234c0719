// What every metric keeps, whoever wrote it.
#include "secondsite/metrics/metric.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/metrics/support/influence.h"
#include "secondsite/metrics/support/synthetic.h"

namespace secondsite::conformance {
namespace {

using metrics::Metric;
using metrics::MetricOptions;
using metrics::Synthetic;

MetricOptions all_options() {
  MetricOptions options;
  options.threshold = 0.5;
  options.prevalence = 0.1;
  options.replicates = 200;
  return options;
}

Synthetic as_probabilities(Synthetic cases) {
  for (double& score : cases.score) score = 1 / (1 + std::exp(-score));
  return cases;
}

// Two hundred patients with about three images each, correlated; scores are probabilities.
Synthetic hospital(double grain = 0) {
  return as_probabilities(metrics::synthetic({.patients = 200,
                                              .images = 3,
                                              .prevalence = 0.3,
                                              .label_agreement = 0.5,
                                              .score_correlation = 0.4,
                                              .separation = 1.2,
                                              .grain = grain},
                                             7));
}

Synthetic made(std::vector<double> score, std::vector<std::uint8_t> positive) {
  Synthetic out{std::move(score), std::move(positive), {}, {}};
  for (std::size_t i = 0; i < out.score.size(); ++i) {
    out.patient.push_back(static_cast<std::uint32_t>(i));
    out.patient_key.push_back(1000 + i);
  }
  return out;
}

struct OddCase {
  std::string name;
  Synthetic cases;
};

std::vector<OddCase> odd_cases() {
  std::vector<OddCase> out;
  out.push_back({"no cases", made({}, {})});
  out.push_back({"one positive", made({0.7}, {1})});
  out.push_back({"one negative", made({0.2}, {0})});
  out.push_back({"one of each", made({0.7, 0.2}, {1, 0})});
  out.push_back({"one of each, tied", made({0.5, 0.5}, {1, 0})});
  out.push_back({"all positive", made({0.1, 0.5, 0.9, 0.3}, {1, 1, 1, 1})});
  out.push_back({"all negative", made({0.1, 0.5, 0.9, 0.3}, {0, 0, 0, 0})});
  out.push_back(
      {"constant score", made(std::vector<double>(20, 0.5),
                              {1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1})});
  out.push_back({"zeros and ones", made({0, 0, 1, 1, 0, 1}, {0, 0, 1, 1, 0, 1})});
  out.push_back({"perfectly wrong", made({0, 0, 1, 1, 0, 1}, {1, 1, 0, 0, 1, 0})});
  out.push_back({"scores outside [0, 1]", made({-3, 2, 1e6, -1e6, 0.5, 17}, {0, 1, 1, 0, 0, 1})});
  out.push_back({"huge and tiny", made({1e308, -1e308, 5e-324, 0}, {1, 0, 1, 0})});
  out.push_back({"one positive among many",
                 made({0.9, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}, {1, 0, 0, 0, 0, 0, 0, 0})});
  Synthetic one_patient = made({0.9, 0.1, 0.2, 0.8, 0.4}, {1, 0, 0, 1, 0});
  std::fill(one_patient.patient.begin(), one_patient.patient.end(), 0U);
  one_patient.patient_key.resize(1);
  out.push_back({"one patient", std::move(one_patient)});
  return out;
}

void expect_sound(const Metric& metric, const stats::Estimate& estimate, const std::string& where) {
  EXPECT_EQ(estimate.metric, metric.id) << where;
  if (estimate.absent_code.empty()) {
    EXPECT_FALSE(std::isnan(estimate.value)) << where << ": no value, and no reason";
    EXPECT_FALSE(estimate.method.empty()) << where;
  } else {
    EXPECT_TRUE(std::isnan(estimate.value)) << where << ": a value, and a reason why there is none";
    EXPECT_FALSE(estimate.absent_reason.empty()) << where;
  }
  EXPECT_EQ(std::isnan(estimate.interval.lower), std::isnan(estimate.interval.upper)) << where;
  if (estimate.has_interval()) {
    EXPECT_LE(estimate.interval.lower, estimate.interval.upper) << where;
    EXPECT_GE(estimate.value, estimate.interval.lower - 1e-12) << where;
    EXPECT_LE(estimate.value, estimate.interval.upper + 1e-12) << where;
  }
  if (!std::isnan(estimate.standard_error)) EXPECT_GE(estimate.standard_error, 0) << where;
  EXPECT_LE(estimate.n_positive, estimate.n) << where;
}

TEST(EveryMetric, NeverThrowsAndSaysWhyWhereThereIsNoValue) {
  for (const OddCase& odd : odd_cases())
    for (const Metric& metric : metrics::all())
      for (const bool clustered : {false, true})
        for (const bool with_options : {false, true}) {
          const std::string where = std::string(metric.id) + ", " + odd.name +
                                    (clustered ? ", by patient" : "") +
                                    (with_options ? "" : ", without threshold and prevalence");
          const MetricOptions options = with_options ? all_options() : MetricOptions{};
          const metrics::Cases cases = clustered ? odd.cases.by_patient() : odd.cases.by_case();
          stats::Estimate estimate;
          ASSERT_NO_THROW(estimate = metric.estimate(cases, options)) << where;
          expect_sound(metric, estimate, where);
          if (metric.influence) ASSERT_NO_THROW((void)metric.influence(cases, options)) << where;
          if (metric.needs_threshold && !with_options)
            EXPECT_FALSE(estimate.is_estimable()) << where;
        }
}

TEST(EveryMetric, RefusesScoresThatAreNoProbabilitiesWhereItNeedsThem) {
  const Synthetic outside = made({-3, 2, 0.4, 0.5, 0.7, 0.1}, {0, 1, 1, 0, 0, 1});
  for (const Metric& metric : metrics::all())
    if (metric.needs_probability)
      EXPECT_FALSE(metric.estimate(outside.by_case(), all_options()).is_estimable()) << metric.id;
}

TEST(EveryMetric, BootstrapsOddCasesWithoutThrowing) {
  for (const OddCase& odd : odd_cases())
    for (const Metric& metric : metrics::all())
      for (const metrics::IntervalKind kind :
           {metrics::IntervalKind::bootstrap_percentile, metrics::IntervalKind::bootstrap_bca}) {
        MetricOptions options = all_options();
        options.interval = kind;
        options.replicates = 50;
        stats::Estimate estimate;
        ASSERT_NO_THROW(estimate = metric.estimate(odd.cases.by_patient(), options))
            << metric.id << ", " << odd.name;
        EXPECT_EQ(std::isnan(estimate.interval.lower), std::isnan(estimate.interval.upper))
            << metric.id << ", " << odd.name;
        EXPECT_FALSE(estimate.interval.lower > estimate.interval.upper)
            << metric.id << ", " << odd.name;
      }
}

TEST(EveryMetric, LiesInItsIntervalAndCountsItsCases) {
  for (const double grain : {0.0, 0.5}) {
    const Synthetic cases = hospital(grain);
    for (const Metric& metric : metrics::all())
      for (const bool clustered : {false, true}) {
        const auto estimate =
            metric.estimate(clustered ? cases.by_patient() : cases.by_case(), all_options());
        const std::string where = std::string(metric.id) + (clustered ? " by patient" : "");
        expect_sound(metric, estimate, where);
        EXPECT_TRUE(estimate.is_estimable()) << where << ": " << estimate.absent_reason;
        EXPECT_GT(estimate.n, 0U) << where;
        EXPECT_EQ(estimate.n_clusters > 0, clustered) << where;
      }
  }
}

TEST(EveryMetric, IsIndifferentToTheOrderOfRows) {
  const Synthetic cases = hospital(0.25);
  std::vector<std::size_t> order(cases.score.size());
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = order.size(); i-- > 1;)
    std::swap(order[i], order[(i * 7919 + 13) % (i + 1)]);
  Synthetic shuffled{{}, {}, {}, cases.patient_key};
  for (const std::size_t i : order) {
    shuffled.score.push_back(cases.score[i]);
    shuffled.positive.push_back(cases.positive[i]);
    shuffled.patient.push_back(cases.patient[i]);
  }
  for (const Metric& metric : metrics::all())
    for (const metrics::IntervalKind kind :
         {metrics::IntervalKind::analytic, metrics::IntervalKind::bootstrap_bca}) {
      MetricOptions options = all_options();
      options.interval = kind;
      const auto a = metric.estimate(cases.by_patient(), options);
      const auto b = metric.estimate(shuffled.by_patient(), options);
      const double scale = std::max(1.0, std::abs(a.value));
      EXPECT_NEAR(a.value, b.value, 1e-12 * scale) << metric.id;
      if (!std::isnan(a.standard_error))
        EXPECT_NEAR(a.standard_error, b.standard_error, 1e-12 * scale) << metric.id;
      if (!a.has_interval()) continue;
      EXPECT_NEAR(a.interval.lower, b.interval.lower, 1e-10 * scale) << metric.id;
      EXPECT_NEAR(a.interval.upper, b.interval.upper, 1e-10 * scale) << metric.id;
    }
}

TEST(EveryMetric, IsIndifferentToHowPatientsAreNumbered) {
  const Synthetic cases = hospital();
  Synthetic renamed = cases;
  const auto last = static_cast<std::uint32_t>(cases.patient_key.size() - 1);
  for (std::uint32_t& patient : renamed.patient) patient = last - patient;
  std::reverse(renamed.patient_key.begin(), renamed.patient_key.end());
  for (const Metric& metric : metrics::all()) {
    const auto a = metric.estimate(cases.by_patient(), all_options());
    const auto b = metric.estimate(renamed.by_patient(), all_options());
    const double scale = std::max(1.0, std::abs(a.value));
    EXPECT_NEAR(a.value, b.value, 1e-12 * scale) << metric.id;
    if (!std::isnan(a.standard_error))
      EXPECT_NEAR(a.standard_error, b.standard_error, 1e-11 * scale) << metric.id;
    EXPECT_EQ(a.n_clusters, b.n_clusters) << metric.id;
  }
}

TEST(EveryMetric, IsTheSameOnAnyNumberOfThreads) {
  const Synthetic cases = hospital(0.25);
  for (const Metric& metric : metrics::all())
    for (const metrics::IntervalKind kind :
         {metrics::IntervalKind::analytic, metrics::IntervalKind::bootstrap_percentile}) {
      MetricOptions one = all_options();
      one.interval = kind;
      MetricOptions many = one;
      many.context.threads = 7;
      EXPECT_EQ(stats::to_json(metric.estimate(cases.by_patient(), one)).dump(),
                stats::to_json(metric.estimate(cases.by_patient(), many)).dump())
          << metric.id;
    }
}

TEST(EveryMetric, HasInfluencesThatSumToNothing) {
  for (const double grain : {0.0, 0.5}) {
    const Synthetic cases = hospital(grain);
    for (const Metric& metric : metrics::all()) {
      if (!metric.influence) continue;
      const auto influence = metric.influence(cases.by_patient(), all_options());
      ASSERT_EQ(influence.per_case.size(), cases.score.size()) << metric.id;
      const auto estimate = metric.estimate(cases.by_patient(), all_options());
      EXPECT_NEAR(influence.value, estimate.value, 1e-12 * std::max(1.0, std::abs(estimate.value)))
          << metric.id;
      double of_class[2] = {0, 0};
      double size = 0;
      for (std::size_t i = 0; i < cases.score.size(); ++i) {
        of_class[cases.positive[i]] += influence.per_case[i];
        size += std::abs(influence.per_case[i]);
      }
      EXPECT_GT(size, 0) << metric.id;
      EXPECT_NEAR(of_class[0] + of_class[1], 0, 1e-9 * size) << metric.id;
      if (influence.by_class) EXPECT_NEAR(of_class[1], 0, 1e-9 * size) << metric.id;
    }
  }
}

Synthetic one_case_a_patient() {
  Synthetic cases = hospital(0.25);
  cases.patient_key.clear();
  for (std::size_t i = 0; i < cases.score.size(); ++i) {
    cases.patient[i] = static_cast<std::uint32_t>(i);
    cases.patient_key.push_back(i);
  }
  return cases;
}

TEST(EveryMetric, ClusteredByPatientsOfOneCaseHasTheUnclusteredInterval) {
  const Synthetic cases = one_case_a_patient();
  for (const Metric& metric : metrics::all()) {
    const auto alone = metric.estimate(cases.by_case(), all_options());
    const auto grouped = metric.estimate(cases.by_patient(), all_options());
    EXPECT_EQ(alone.has_interval(), grouped.has_interval()) << metric.id;
    if (!alone.has_interval()) continue;
    const double scale = std::max(1.0, std::abs(alone.value));
    EXPECT_NEAR(alone.interval.lower, grouped.interval.lower, 1e-9 * scale) << metric.id;
    EXPECT_NEAR(alone.interval.upper, grouped.interval.upper, 1e-9 * scale) << metric.id;
    if (metric.influence && !std::isnan(grouped.design_effect))
      EXPECT_NEAR(grouped.design_effect, 1, 1e-9) << metric.id;
  }
}

// A proportion of independent cases has the binomial variance p(1 − p)/n, one of clusters that of a
// ratio of totals, with I/(I − 1): the only difference that is allowed here, and exactly that.
TEST(EveryMetric, ClusteredByPatientsOfOneCaseHasTheUnclusteredVariance) {
  const Synthetic cases = one_case_a_patient();
  for (const Metric& metric : metrics::all()) {
    const auto alone = metric.estimate(cases.by_case(), all_options());
    const auto grouped = metric.estimate(cases.by_patient(), all_options());
    EXPECT_EQ(std::isnan(alone.standard_error), std::isnan(grouped.standard_error)) << metric.id;
    if (std::isnan(alone.standard_error) || alone.standard_error == 0) continue;
    const double ratio = std::pow(grouped.standard_error / alone.standard_error, 2);
    const double positives = static_cast<double>(alone.n_positive);
    const double all = static_cast<double>(alone.n);
    bool explained = std::abs(ratio - 1) < 1e-9;
    for (const double units : {all, positives, all - positives})
      explained = explained || std::abs(ratio - units / (units - 1)) < 1e-9;
    EXPECT_TRUE(explained) << metric.id << ": the variance differs by the factor " << ratio;
  }
}

// The error that the influences give must be that of the estimate: one variance, two ways.
TEST(EveryMetric, HasTheStandardErrorOfItsInfluences) {
  const Synthetic cases = hospital(0.25);
  for (const Metric& metric : metrics::all()) {
    if (!metric.influence) continue;
    const auto estimate = metric.estimate(cases.by_patient(), all_options());
    if (std::isnan(estimate.standard_error)) continue;
    const auto influence = metric.influence(cases.by_patient(), all_options());
    const double by_influence =
        std::sqrt(metrics::variance(cases.by_patient(), influence, metrics::Unit::patient));
    EXPECT_NEAR(estimate.standard_error, by_influence, 1e-9 * by_influence) << metric.id;
  }
}

// A bootstrap of the same metric should find an error of the same size: within a third at 200
// patients and 1,000 replicates (Monte-Carlo error of the ratio about 0.02; the rest is curvature).
TEST(EveryMetric, HasABootstrapThatAgreesWithItsStandardError) {
  const Synthetic cases = hospital();
  MetricOptions options = all_options();
  options.replicates = 1000;
  const auto weights =
      metrics::PatientWeights::poisson(cases.patient_key, options.replicates, options.context);
  for (const Metric& metric : metrics::all()) {
    if (!metric.replicates) continue;
    const auto estimate = metric.estimate(cases.by_patient(), options);
    if (std::isnan(estimate.standard_error) || estimate.standard_error == 0) continue;
    const std::vector<double> values = metric.replicates(cases.by_patient(), weights, options);
    ASSERT_EQ(values.size(), options.replicates) << metric.id;
    double mean = 0, square = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    for (const double value : values) square += (value - mean) * (value - mean);
    const double spread = std::sqrt(square / static_cast<double>(values.size() - 1));
    EXPECT_NEAR(spread / estimate.standard_error, 1, 0.34) << metric.id;
  }
}

// Twice as many patients of the same kind: the error shrinks by about the square root of two.
TEST(EveryMetric, KnowsMoreFromMorePatients) {
  const Synthetic cases = hospital();
  Synthetic twice = cases;
  const auto patients = static_cast<std::uint32_t>(cases.patient_key.size());
  for (std::size_t i = 0; i < cases.score.size(); ++i) {
    twice.score.push_back(cases.score[i]);
    twice.positive.push_back(cases.positive[i]);
    twice.patient.push_back(cases.patient[i] + patients);
  }
  for (std::uint32_t p = 0; p < patients; ++p) twice.patient_key.push_back(900000 + p);
  for (const Metric& metric : metrics::all()) {
    const auto once = metric.estimate(cases.by_patient(), all_options());
    const auto more = metric.estimate(twice.by_patient(), all_options());
    if (std::isnan(once.standard_error) || once.standard_error == 0) continue;
    EXPECT_LT(more.standard_error, once.standard_error) << metric.id;
    if (metric.influence)
      EXPECT_NEAR(once.standard_error / more.standard_error, std::sqrt(2.0), 0.02) << metric.id;
  }
}

}  // namespace
}  // namespace secondsite::conformance
