#include "secondsite/metrics/support/influence.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

#include "secondsite/metrics/support/placement.h"
#include "secondsite/metrics/support/synthetic.h"

namespace secondsite::metrics {
namespace {

Synthetic clustered_with_ties() {
  return synthetic({.patients = 60,
                    .images = 2.5,
                    .prevalence = 0.3,
                    .label_agreement = 0.5,
                    .score_correlation = 0.5,
                    .grain = 0.25},
                   7);
}

double psi(double positive, double negative) {
  return positive > negative ? 1 : (positive == negative ? 0.5 : 0);
}

// Every pair, as the definition says.
double auc_by_pairs(const Cases& c) {
  double wins = 0;
  double pairs = 0;
  for (std::size_t i = 0; i < c.size(); ++i) {
    for (std::size_t j = 0; j < c.size(); ++j) {
      if (c.positive[i] == 0 || c.positive[j] != 0) continue;
      wins += psi(c.score[i], c.score[j]);
      pairs += 1;
    }
  }
  return wins / pairs;
}

// Obuchowski 1997 as printed: components of each case from all pairs, sums by cluster, S10, S01 and
// S11.
double obuchowski_by_pairs(const Cases& c, std::size_t patients) {
  const double theta = auc_by_pairs(c);
  double m = 0;
  for (const std::uint8_t p : c.positive) m += p;
  const double n = static_cast<double>(c.size()) - m;
  double s10 = 0;
  double s01 = 0;
  double s11 = 0;
  double with_positive = 0;
  double with_negative = 0;
  double all = 0;
  for (std::size_t patient = 0; patient < patients; ++patient) {
    double v10 = 0;
    double v01 = 0;
    double mi = 0;
    double ni = 0;
    for (std::size_t i = 0; i < c.size(); ++i) {
      if (c.patient[i] != patient) continue;
      for (std::size_t j = 0; j < c.size(); ++j) {
        if (c.positive[i] != 0 && c.positive[j] == 0) v10 += psi(c.score[i], c.score[j]) / n;
        if (c.positive[i] == 0 && c.positive[j] != 0) v01 += psi(c.score[j], c.score[i]) / m;
      }
      (c.positive[i] != 0 ? mi : ni) += 1;
    }
    if (mi + ni == 0) continue;
    all += 1;
    with_positive += mi > 0 ? 1 : 0;
    with_negative += ni > 0 ? 1 : 0;
    s10 += std::pow(v10 - mi * theta, 2);
    s01 += std::pow(v01 - ni * theta, 2);
    s11 += (v10 - mi * theta) * (v01 - ni * theta);
  }
  s10 *= with_positive / ((with_positive - 1) * m);
  s01 *= with_negative / ((with_negative - 1) * n);
  s11 *= all / (all - 1);
  return s10 / m + s01 / n + 2 * s11 / (m * n);
}

TEST(Placements, GiveTheShareOfPairsWonWithTies) {
  const Synthetic data = clustered_with_ties();
  EXPECT_NEAR(placements(data.by_case()).auc, auc_by_pairs(data.by_case()), 1e-14);
}

TEST(Placements, DoNotChangeUnderAMonotoneTransform) {
  Synthetic data = clustered_with_ties();
  const Placements before = placements(data.by_case());
  for (double& s : data.score) s = std::exp(s) - 7;
  const Placements after = placements(data.by_case());
  EXPECT_EQ(before.auc, after.auc);
  EXPECT_EQ(before.per_case, after.per_case);
}

TEST(Placements, FollowTheirCasesWhenRowsAreTurnedRound) {
  Synthetic data = clustered_with_ties();
  Placements before = placements(data.by_case());
  std::reverse(data.score.begin(), data.score.end());
  std::reverse(data.positive.begin(), data.positive.end());
  const Placements after = placements(data.by_case());
  std::reverse(before.per_case.begin(), before.per_case.end());
  EXPECT_EQ(before.per_case, after.per_case);
}

TEST(Placements, TakeMinusZeroForZero) {
  const std::vector<double> score{0.0, -0.0};
  const std::vector<std::uint8_t> positive{1, 0};
  EXPECT_EQ(placements({score, positive, {}, {}}).auc, 0.5);
}

TEST(Placements, HaveNoAreaWithOneClass) {
  const std::vector<double> score{0.1, 0.2};
  const std::vector<std::uint8_t> positive{1, 1};
  EXPECT_TRUE(std::isnan(placements({score, positive, {}, {}}).auc));
}

TEST(ClassVariance, IsObuchowskisByPatient) {
  const Synthetic data = clustered_with_ties();
  const Influence influence = auroc_influence(placements(data.by_patient()), data.positive);
  const double expected = obuchowski_by_pairs(data.by_patient(), data.patient_key.size());
  EXPECT_NEAR(class_variance(data.by_patient(), influence, Unit::patient), expected, 1e-15);
}

TEST(ClassVariance, IsDeLongsByCase) {
  Synthetic data = clustered_with_ties();
  const Influence influence = auroc_influence(placements(data.by_case()), data.positive);
  // Each case its own cluster: S11 is 0 and the formula is DeLong's.
  std::iota(data.patient.begin(), data.patient.end(), 0U);
  const Cases each{data.score, data.positive, data.patient, {}};
  const double expected = obuchowski_by_pairs(each, data.score.size());
  EXPECT_NEAR(class_variance(data.by_case(), influence, Unit::one_case), expected, 1e-15);
  EXPECT_NEAR(class_variance(each, influence, Unit::patient), expected, 1e-15);
}

TEST(ClassVariance, IsUnknownWithOnePositive) {
  const std::vector<double> score{0.9, 0.2, 0.3, 0.1};
  const std::vector<std::uint8_t> positive{1, 0, 0, 0};
  const Cases cases{score, positive, {}, {}};
  const Influence influence = auroc_influence(placements(cases), positive);
  EXPECT_TRUE(std::isnan(class_variance(cases, influence, Unit::one_case)));
}

TEST(Covariance, OfAMetricWithItselfIsItsVariance) {
  const Synthetic data = clustered_with_ties();
  const Influence influence = auroc_influence(placements(data.by_patient()), data.positive);
  EXPECT_NEAR(covariance(data.by_patient(), influence, influence, Unit::patient),
              variance(data.by_patient(), influence, Unit::patient), 1e-16);
}

TEST(Count, CountsAPatientInBothPartsOnce) {
  const Synthetic data = clustered_with_ties();
  const Cases all = data.by_patient();
  const std::size_t half = all.size() / 2;
  const Cases a{all.score.first(half), all.positive.first(half), all.patient.first(half),
                all.patient_key};
  const Cases b{all.score.subspan(half), all.positive.subspan(half), all.patient.subspan(half),
                all.patient_key};
  EXPECT_EQ(count_together(a, b).n_clusters,
            std::set(data.patient.begin(), data.patient.end()).size());
}

// What leaving one patient out does is, to first order, minus the patient's influence. So the
// jackknife variance and the variance from the influence values agree for every metric that offers
// both.
class EveryInfluence : public testing::TestWithParam<const Metric*> {};

TEST_P(EveryInfluence, GivesTheJackknifeVariance) {
  const Metric& metric = *GetParam();
  const Synthetic data = synthetic({.patients = 250,
                                    .images = 2,
                                    .prevalence = 0.4,
                                    .label_agreement = 0.4,
                                    .score_correlation = 0.4},
                                   11);
  std::vector<double> probability;
  for (const double s : data.score) probability.push_back(1 / (1 + std::exp(0.8 - s)));
  MetricOptions options;
  options.threshold = 0.4;
  options.partial.lowest = 0.5;
  const auto value_without = [&](std::uint32_t left_out) {
    std::vector<double> score;
    std::vector<std::uint8_t> positive;
    std::vector<std::uint32_t> patient;
    for (std::size_t i = 0; i < data.score.size(); ++i) {
      if (data.patient[i] == left_out) continue;
      score.push_back(probability[i]);
      positive.push_back(data.positive[i]);
      patient.push_back(data.patient[i]);
    }
    return metric.influence({score, positive, patient, data.patient_key}, options).value;
  };
  const auto patients = static_cast<double>(data.patient_key.size());
  double sum = 0;
  double squares = 0;
  for (std::uint32_t p = 0; p < data.patient_key.size(); ++p) {
    const double value = value_without(p);
    sum += value;
    squares += value * value;
  }
  const double jackknife = (patients - 1) * (squares / patients - std::pow(sum / patients, 2));
  const Cases cases{probability, data.positive, data.patient, data.patient_key};
  const Influence influence = metric.influence(cases, options);
  ASSERT_EQ(influence.per_case.size(), cases.size());
  EXPECT_NEAR(pooled_variance(cases, influence, Unit::patient) / jackknife, 1, 0.04);
  EXPECT_NEAR(std::accumulate(influence.per_case.begin(), influence.per_case.end(), 0.0), 0, 1e-9);
  EXPECT_EQ(influence.value, metric.estimate(cases, options).value);
}

std::vector<const Metric*> metrics_with_influence() {
  std::vector<const Metric*> out;
  for (const Metric& metric : all()) {
    if (metric.influence && metric.replicates) out.push_back(&metric);
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Metrics, EveryInfluence, testing::ValuesIn(metrics_with_influence()),
                         [](const auto& test) { return std::string(test.param->id); });

}  // namespace
}  // namespace secondsite::metrics
