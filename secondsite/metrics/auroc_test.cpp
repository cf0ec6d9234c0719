#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "secondsite/core/registry.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/metrics/support/sort.h"
#include "secondsite/metrics/support/synthetic.h"
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

// 20 cases with ties; golden values: R 4.2 pROC 1.18.0 and scikit-learn 1.9.1 on these columns.
const Column twenty{
    {.1, .4, .35, .8, .4, .7, .2, .4, .9, .55, .6, .1, .3, .75, .8, .05, .65, .5, .4, .45},
    {0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0}};

TEST(Auroc, AgreesWithPRocOnTwentyCases) {
  MetricOptions options;
  options.plain_wald = true;
  const auto e = metric("auroc").estimate(twenty.cases(), options);
  // roc(y, s, direction = "<"): auc, var, ci.
  EXPECT_NEAR(e.value, 0.6515151515151515, 1e-15);
  EXPECT_NEAR(e.standard_error * e.standard_error, 0.0162177328843996, 1e-16);
  EXPECT_NEAR(e.interval.lower, 0.4019159667399648, 1e-14);
  EXPECT_NEAR(e.interval.upper, 0.9011143362903382, 1e-14);
}

TEST(Auroc, KeepsItsLogitIntervalInsideTheUnit) {
  const Column high{{.1, .2, .3, .4, .5, .6, .7, .8, .9, .95}, {0, 0, 0, 0, 0, 1, 0, 1, 1, 1}};
  const auto e = metric("auroc").estimate(high.cases(), {});
  EXPECT_GT(e.value + 1.96 * e.standard_error, 1);  // where Wald's would end
  EXPECT_LT(e.interval.upper, 1);
  EXPECT_GT(e.interval.lower, 0);
  EXPECT_GT(e.interval.upper, e.value);
}

TEST(Auroc, WidensItsIntervalWhereFewPositivesCarryIt) {
  const Synthetic data = synthetic({.patients = 500, .prevalence = 0.012, .separation = 0.5}, 10);
  MetricOptions normal;
  normal.reference = Reference::normal;
  const auto narrow = metric("auroc").estimate(data.by_case(), normal);
  const auto wide = metric("auroc").estimate(data.by_case(), {});
  ASSERT_LT(wide.n_positive, 10U);
  // On the logit the two reach as far as their quantiles do: t with about positives − 1 degrees.
  const auto reach = [](const stats::Estimate& e) {
    return std::log(e.interval.upper / (1 - e.interval.upper)) -
           std::log(e.interval.lower / (1 - e.interval.lower));
  };
  const double degrees = static_cast<double>(wide.n_positive) - 1;
  EXPECT_NEAR(reach(wide) / reach(narrow),
              stats::student_quantile(0.975, degrees) / stats::normal_quantile(0.975), 0.05);
}

TEST(Auroc, OfPerfectSeparationHasALowerBoundFromTheSmallerClass) {
  Column perfect;
  for (int i = 0; i < 100; ++i) {
    perfect.score.push_back(i);
    perfect.positive.push_back(i >= 80 ? 1 : 0);
  }
  const auto e = metric("auroc").estimate(perfect.cases(), {});
  EXPECT_EQ(e.value, 1);
  EXPECT_EQ(e.interval.upper, 1);
  EXPECT_NEAR(e.interval.lower, 20 / (20 + 3.841458820694124), 1e-14);  // Wilson, 20 of 20
}

TEST(Auroc, OfAConstantScoreIsOneHalfWithAWideInterval) {
  const Column flat{{.3, .3, .3, .3}, {0, 1, 0, 1}};
  const auto e = metric("auroc").estimate(flat.cases(), {});
  EXPECT_EQ(e.value, 0.5);
  EXPECT_LT(e.interval.lower, 0.1);
  EXPECT_GT(e.interval.upper, 0.9);
}

TEST(Auroc, SaysWhyThereIsNone) {
  const Column one_class{{.1, .2}, {0, 0}};
  EXPECT_EQ(metric("auroc").estimate(one_class.cases(), {}).absent_code, "metric.one-class");
  EXPECT_EQ(metric("auroc").estimate({}, {}).absent_code, "metric.no-cases");
  const Column odd{{.1, stats::unknown, .3}, {0, 1, 1}};
  EXPECT_EQ(metric("auroc").estimate(odd.cases(), {}).absent_code, "metric.score-not-a-number");
  EXPECT_TRUE(metric("auroc").influence(one_class.cases(), {}).per_case.empty());
}

TEST(Auroc, RanksInfiniteScores) {
  const double infinity = std::numeric_limits<double>::infinity();
  const Column odd{{-infinity, 0, infinity}, {0, 0, 1}};
  EXPECT_EQ(metric("auroc").estimate(odd.cases(), {}).value, 1);
}

TEST(Auroc, WithOnePositiveHasAValueAndNoInterval) {
  const Column one{{.1, .2, .3, .4}, {0, 0, 1, 0}};
  const auto e = metric("auroc").estimate(one.cases(), {});
  EXPECT_NEAR(e.value, 2.0 / 3, 1e-15);
  EXPECT_FALSE(e.has_interval());
  ASSERT_FALSE(e.definitions.empty());
  EXPECT_EQ(e.definitions.back().name, "interval");
}

TEST(Auroc, TellsPatientsPositivesAndDesignEffect) {
  const Synthetic data = synthetic(
      {.patients = 150, .images = 4, .label_agreement = 0.8, .score_correlation = 0.8}, 5);
  const auto by_patient = metric("auroc").estimate(data.by_patient(), {});
  const auto by_case = metric("auroc").estimate(data.by_case(), {});
  EXPECT_EQ(by_patient.unit, "patient");
  EXPECT_EQ(by_patient.n_clusters, 150U);
  EXPECT_EQ(by_case.n_clusters, 0U);
  EXPECT_EQ(by_patient.value, by_case.value);
  EXPECT_NEAR(by_patient.design_effect,
              std::pow(by_patient.standard_error / by_case.standard_error, 2), 1e-12);
  EXPECT_GT(by_patient.design_effect, 1.5);
}

TEST(Auroc, BootstrapsToNearlyTheAnalyticError) {
  const Synthetic data = synthetic(
      {.patients = 400, .images = 3, .label_agreement = 0.5, .score_correlation = 0.5}, 9);
  const auto analytic = metric("auroc").estimate(data.by_patient(), {});
  for (const Resampling resampling : {Resampling::poisson, Resampling::multinomial}) {
    for (const IntervalKind kind :
         {IntervalKind::bootstrap_percentile, IntervalKind::bootstrap_bca}) {
      MetricOptions options;
      options.interval = kind;
      options.resampling = resampling;
      options.replicates = 4000;
      const auto e = metric("auroc").estimate(data.by_patient(), options);
      const double width = analytic.interval.upper - analytic.interval.lower;
      EXPECT_NEAR(e.interval.lower, analytic.interval.lower, 0.12 * width);
      EXPECT_NEAR(e.interval.upper, analytic.interval.upper, 0.12 * width);
      EXPECT_EQ(e.standard_error, analytic.standard_error);
      EXPECT_NE(e.interval.lower, analytic.interval.lower);
      EXPECT_THAT(e.method, testing::HasSubstr("bootstrap, 4000 replicates"));
    }
  }
}

TEST(Auroc, BootstrapsToTheSameBytesInAnyOrderAndWithSharedWeights) {
  Synthetic data =
      synthetic({.patients = 80, .images = 3, .score_correlation = 0.5, .grain = 0.2}, 4);
  MetricOptions options;
  options.interval = IntervalKind::bootstrap_percentile;
  options.replicates = 300;
  const auto first = metric("auroc").estimate(data.by_patient(), options);
  const auto shared = PatientWeights::poisson(data.patient_key, 300, options.context);
  options.weights = &shared;
  const auto with_shared = metric("auroc").estimate(data.by_patient(), options);
  options.weights = nullptr;
  options.context.threads = 3;
  std::reverse(data.score.begin(), data.score.end());
  std::reverse(data.positive.begin(), data.positive.end());
  std::reverse(data.patient.begin(), data.patient.end());
  const auto turned = metric("auroc").estimate(data.by_patient(), options);
  for (const auto& other : {with_shared, turned}) {
    EXPECT_EQ(first.interval.lower, other.interval.lower);
    EXPECT_EQ(first.interval.upper, other.interval.upper);
  }
}

TEST(Auprc, AgreesWithScikitLearnOnTwentyCases) {
  // average_precision_score(y, s)
  EXPECT_NEAR(metric("auprc").estimate(twenty.cases(), {}).value, 0.62660934744268082, 1e-15);
}

TEST(Auprc, OfAPerfectScoreIsOneAndOfAConstantScoreThePrevalence) {
  const Column perfect{{1, 2, 3, 4}, {0, 0, 1, 1}};
  EXPECT_EQ(metric("auprc").estimate(perfect.cases(), {}).value, 1);
  EXPECT_EQ(metric("auprc").estimate(perfect.cases(), {}).interval.upper, 1);
  const Column flat{{1, 1, 1, 1}, {0, 0, 0, 1}};
  EXPECT_EQ(metric("auprc").estimate(flat.cases(), {}).value, 0.25);
}

TEST(PartialAuroc, AgreesWithPRocAndScikitLearn) {
  const auto area = [](PartialRange range) {
    MetricOptions options;
    options.partial = range;
    return metric("partial_auroc").estimate(twenty.cases(), options).value;
  };
  using Of = PartialRange::Of;
  // auc(r, partial.auc = c(1, .7), partial.auc.correct = TRUE); roc_auc_score(max_fpr = .3)
  EXPECT_NEAR(area({Of::specificity, .7, 1, true}), 0.58407605466428991, 1e-14);
  EXPECT_NEAR(area({Of::specificity, .6, .85, false}), 0.101515151515, 6e-13);
  EXPECT_NEAR(area({Of::specificity, .6, .85, true}), 0.590386624869, 6e-13);
  EXPECT_NEAR(area({Of::sensitivity, .75, .95, false}), 0.0730429292929, 6e-14);
  EXPECT_NEAR(area({Of::sensitivity, .75, .95, true}), 0.626596850862, 6e-13);
  EXPECT_NEAR(area({Of::specificity, 0, 1, false}), 0.6515151515151515, 1e-14);
}

TEST(PartialAuroc, OverTheWholeRangeHasTheErrorOfTheWholeArea) {
  const Synthetic data = synthetic({.patients = 200, .images = 2, .score_correlation = 0.5}, 6);
  MetricOptions options;
  options.partial = {PartialRange::Of::specificity, 0, 1, false};
  EXPECT_NEAR(metric("partial_auroc").estimate(data.by_patient(), options).standard_error,
              metric("auroc").estimate(data.by_patient(), options).standard_error, 1e-12);
}

TEST(PartialAuroc, RefusesARangeThatDoesNotRise) {
  MetricOptions options;
  options.partial = {PartialRange::Of::specificity, 0.9, 0.8, true};
  EXPECT_EQ(metric("partial_auroc").estimate(twenty.cases(), options).absent_code,
            "metric.bad-option");
}

TEST(SortScores, GivesTheStableOrderForAnySizeAndNumberOfThreads) {
  for (const unsigned patients : {900U, 9000U, 120000U}) {
    const Synthetic data =
        synthetic({.patients = patients, .grain = patients > 1000 ? 0.01 : 0}, 8);
    std::vector<std::uint32_t> expected(data.score.size());
    for (std::uint32_t i = 0; i < expected.size(); ++i) expected[i] = i;
    std::stable_sort(expected.begin(), expected.end(), [&](std::uint32_t a, std::uint32_t b) {
      return data.score[a] < data.score[b];
    });
    for (const unsigned threads : {1U, 2U}) {
      const SortedScores sorted = sort_scores(data.score, threads);
      EXPECT_EQ(sorted.order, expected);
      for (std::size_t k = 0; k < expected.size(); ++k)
        ASSERT_EQ(sorted.score[k], data.score[expected[k]]);
    }
  }
}

}  // namespace
}  // namespace secondsite::metrics
