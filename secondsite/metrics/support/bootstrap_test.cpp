#include "secondsite/metrics/support/bootstrap.h"

#include <gtest/gtest.h>

#include <numeric>

#include "secondsite/core/random.h"
#include "secondsite/metrics/support/bootstrap_areas.h"
#include "secondsite/metrics/support/bootstrap_auroc.h"
#include "secondsite/metrics/support/confusion.h"
#include "secondsite/metrics/support/synthetic.h"

namespace secondsite::metrics {
namespace {

Synthetic data_with_ties() {
  return synthetic({.patients = 120,
                    .images = 3,
                    .prevalence = 0.2,
                    .label_agreement = 0.5,
                    .score_correlation = 0.5,
                    .grain = 0.1},
                   3);
}

core::Context with_threads(unsigned threads) {
  core::Context context;
  context.threads = threads;
  return context;
}

// The definition: every pair, weighted, in whole numbers.
double weighted_auc(const Cases& c, const PatientWeights& weights, unsigned replicate) {
  std::uint64_t twice = 0;
  std::uint64_t m = 0;
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < c.size(); ++i) {
    const std::uint64_t wi = weights.weight(unit_of_case(c, i), replicate);
    (c.positive[i] != 0 ? m : n) += wi;
    if (c.positive[i] == 0) continue;
    for (std::size_t j = 0; j < c.size(); ++j) {
      if (c.positive[j] != 0) continue;
      const std::uint64_t wj = weights.weight(unit_of_case(c, j), replicate);
      if (c.score[i] > c.score[j]) twice += 2 * wi * wj;
      if (c.score[i] == c.score[j]) twice += wi * wj;
    }
  }
  return static_cast<double>(twice) / (2 * static_cast<double>(m) * static_cast<double>(n));
}

RankPlan plan_of(const Cases& cases) {
  return rank_plan(cases, sort_scores(cases.score));
}

TEST(PatientWeights, AreTheCounterBasedWordsTurnedIntoPoissonCounts) {
  const std::vector<std::uint64_t> keys{5, 0, 0xfedcba9876543210ULL};
  const core::Context context;
  const auto weights = PatientWeights::poisson(keys, 100, context);
  const core::Random random(context.seed, PatientWeights::purpose);
  for (std::size_t u = 0; u < keys.size(); ++u) {
    for (unsigned r = 0; r < 100; ++r) {
      const double uniform = random.words(keys[u], r / 4)[r % 4] / 4294967296.0;
      unsigned expected = 0;
      double term = std::exp(-1.0);
      double sum = term;
      while (uniform >= sum && expected < 12) {
        ++expected;
        term /= expected;
        sum += term;
      }
      EXPECT_EQ(weights.weight(u, r), expected) << "unit " << u << ", replicate " << r;
    }
  }
}

TEST(PatientWeights, HaveMeanAndVarianceOne) {
  std::vector<std::uint64_t> keys(2000);
  std::iota(keys.begin(), keys.end(), 1000U);
  const auto weights = PatientWeights::poisson(keys, 500, {});
  double sum = 0;
  double squares = 0;
  for (std::size_t u = 0; u < keys.size(); ++u) {
    for (unsigned r = 0; r < 500; ++r) {
      const double w = weights.weight(u, r);
      sum += w;
      squares += w * w;
    }
  }
  const double mean = sum / 1e6;
  EXPECT_NEAR(mean, 1, 0.004);                         // 4 standard errors
  EXPECT_NEAR(squares / 1e6 - mean * mean, 1, 0.008);  // SE about 0.0017
}

TEST(PatientWeights, AreTheSameWhetherHospitalsPoolTheirPatientsOrNot) {
  const std::vector<std::uint64_t> both{11, 12, 13, 14};
  const std::vector<std::uint64_t> second{14, 13};
  const auto pooled = PatientWeights::poisson(both, 64, {});
  const auto alone = PatientWeights::poisson(second, 64, {});
  for (unsigned r = 0; r < 64; ++r) {
    EXPECT_EQ(pooled.weight(3, r), alone.weight(0, r));
    EXPECT_EQ(pooled.weight(2, r), alone.weight(1, r));
  }
}

TEST(PatientWeights, OfAMultinomialDrawAddUpToThePatients) {
  std::vector<std::uint64_t> keys(77);
  std::iota(keys.begin(), keys.end(), 5U);
  const auto weights = PatientWeights::multinomial(keys, 40, {});
  for (unsigned r = 0; r < 40; ++r) {
    unsigned total = 0;
    for (std::size_t u = 0; u < keys.size(); ++u) total += weights.weight(u, r);
    EXPECT_EQ(total, 77U);
  }
}

TEST(PatientWeights, OfAStratifiedDrawKeepTheNumberOfPositives) {
  std::vector<std::uint64_t> keys(50);
  std::iota(keys.begin(), keys.end(), 0U);
  std::vector<std::uint8_t> positive(50, 0);
  std::fill_n(positive.begin() + 20, 7, 1);
  const auto weights = PatientWeights::stratified(keys, positive, 40, {});
  for (unsigned r = 0; r < 40; ++r) {
    unsigned total = 0;
    for (std::size_t u = 0; u < 50; ++u) total += positive[u] != 0 ? weights.weight(u, r) : 0U;
    EXPECT_EQ(total, 7U);
  }
}

TEST(PatientWeights, DoNotDependOnTheOrderOfUnitsOrOnThreads) {
  std::vector<std::uint64_t> keys(40);
  for (std::size_t u = 0; u < 40; ++u) keys[u] = core::key_of("patient") * (u + 1);
  std::vector<std::uint64_t> reversed(keys.rbegin(), keys.rend());
  for (const auto make : {&PatientWeights::poisson, &PatientWeights::multinomial}) {
    const auto a = make(keys, 70, with_threads(1));
    const auto b = make(reversed, 70, with_threads(3));
    for (std::size_t u = 0; u < 40; ++u) {
      for (unsigned r = 0; r < 70; ++r) ASSERT_EQ(a.weight(u, r), b.weight(39 - u, r));
    }
  }
}

TEST(AurocReplicates, EqualTheWeightedPairCountToTheLastBit) {
  const Synthetic data = data_with_ties();
  const Cases cases = data.by_patient();
  for (const auto& weights : {PatientWeights::poisson(data.patient_key, 70, {}),
                              PatientWeights::multinomial(data.patient_key, 70, {})}) {
    const auto fast = auroc_replicates(plan_of(cases), weights, 2);
    for (unsigned r = 0; r < 70; ++r) EXPECT_EQ(fast[r], weighted_auc(cases, weights, r));
  }
}

TEST(AurocReplicates, EqualThePairCountWhereProductsNeedMoreThan32Bits) {
  // 3,000 positives at one score under weights up to 12, above 60,000 negatives.
  Synthetic data;
  for (unsigned i = 0; i < 63000; ++i) {
    data.positive.push_back(i < 3000 ? 1 : 0);
    data.score.push_back(i < 3000 ? 0.5 : (i % 2 == 0 ? 0.5 : 0.25));
    data.patient.push_back(i % 90);
  }
  for (unsigned p = 0; p < 90; ++p) data.patient_key.push_back(p);
  const Cases cases = data.by_patient();
  const auto weights = PatientWeights::poisson(data.patient_key, 33, {});
  const auto fast = auroc_replicates(plan_of(cases), weights, 1);
  for (unsigned r = 0; r < 33; ++r) {
    double positives = 0;
    double tied = 0;
    double below = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const double w = weights.weight(cases.patient[i], r);
      (cases.positive[i] != 0 ? positives : (cases.score[i] == 0.5 ? tied : below)) += w;
    }
    EXPECT_EQ(fast[r], positives * (2 * below + tied) / (2 * positives * (below + tied)));
  }
}

TEST(AurocReplicates, HaveNoValueWhereAClassIsEmpty) {
  const std::vector<double> score{0.1, 0.2, 0.3};
  const std::vector<std::uint8_t> positive{0, 0, 1};
  const std::vector<std::uint64_t> keys{1, 2, 3};
  const Cases cases{score, positive, {}, keys};
  const auto weights = PatientWeights::poisson(keys, 200, {});
  const auto values = auroc_replicates(plan_of(cases), weights, 1);
  unsigned empty = 0;
  for (unsigned r = 0; r < 200; ++r) {
    const bool has_none =
        weights.weight(2, r) == 0 || weights.weight(0, r) + weights.weight(1, r) == 0;
    EXPECT_EQ(std::isnan(values[r]), has_none);
    empty += has_none ? 1 : 0;
  }
  EXPECT_GT(empty, 50U);
}

// Counts by score, weighted: the simple form of the areas.
struct Group {
  double positives = 0;
  double negatives = 0;
};
std::map<double, Group, std::greater<>> weighted_groups(const Cases& c,
                                                        const PatientWeights& weights, unsigned r) {
  std::map<double, Group, std::greater<>> out;
  for (std::size_t i = 0; i < c.size(); ++i) {
    Group& group = out[c.score[i]];
    (c.positive[i] != 0 ? group.positives : group.negatives) += weights.weight(c.patient[i], r);
  }
  return out;
}

TEST(AveragePrecisionReplicates, EqualTheirDefinition) {
  const Synthetic data = data_with_ties();
  const Cases cases = data.by_patient();
  const auto weights = PatientWeights::poisson(data.patient_key, 40, {});
  const auto fast = average_precision_replicates(plan_of(cases), weights, 2);
  for (unsigned r = 0; r < 40; ++r) {
    double positives = 0;
    double called = 0;
    double sum = 0;
    for (const auto& [score, group] : weighted_groups(cases, weights, r)) {
      positives += group.positives;
      called += group.positives + group.negatives;
      if (group.positives > 0) sum += group.positives * positives / called;
    }
    EXPECT_NEAR(fast[r], sum / positives, 1e-14);
  }
}

TEST(PartialAreaReplicates, EqualTheAreaUnderTheWeightedCurve) {
  const Synthetic data = data_with_ties();
  const Cases cases = data.by_patient();
  const auto weights = PatientWeights::poisson(data.patient_key, 40, {});
  const auto plan = plan_of(cases);
  const auto whole = partial_area_replicates(plan, weights, 0, 1, 1);
  const auto auroc = auroc_replicates(plan, weights, 1);
  const auto part = partial_area_replicates(plan, weights, 0.13, 0.4, 2);
  for (unsigned r = 0; r < 40; ++r) {
    EXPECT_NEAR(whole[r], auroc[r], 1e-13);
    const auto groups = weighted_groups(cases, weights, r);
    double m = 0;
    double n = 0;
    for (const auto& [score, group] : groups) {
      m += group.positives;
      n += group.negatives;
    }
    double area = 0;  // by a fine midpoint rule on the broken line
    constexpr int steps = 20000;
    const double width = (0.4 - 0.13) / steps;
    auto at = groups.begin();
    double x = 0;
    double y = 0;
    for (int k = 0; k < steps; ++k) {
      const double here = 0.13 + (k + 0.5) * width;
      while (x + at->second.negatives / n < here) {
        x += at->second.negatives / n;
        y += at->second.positives / m;
        ++at;
      }
      area += width * (y + at->second.positives / m * (here - x) / (at->second.negatives / n));
    }
    EXPECT_NEAR(part[r], area, 1e-5);
  }
}

TEST(ConfusionReplicates, AreTheWeightedCounts) {
  const Synthetic data = data_with_ties();
  const Cases cases = data.by_patient();
  const auto weights = PatientWeights::poisson(data.patient_key, 40, {});
  const auto fast = confusion_replicates(cases, 0.5, weights, 2);
  for (unsigned r = 0; r < 40; ++r) {
    Confusion slow;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const double w = weights.weight(cases.patient[i], r);
      const bool called = cases.score[i] >= 0.5;
      if (cases.positive[i] != 0)
        (called ? slow.true_positive : slow.false_negative) += w;
      else
        (called ? slow.false_positive : slow.true_negative) += w;
    }
    EXPECT_EQ(fast[r].true_positive, slow.true_positive);
    EXPECT_EQ(fast[r].false_positive, slow.false_positive);
    EXPECT_EQ(fast[r].false_negative, slow.false_negative);
    EXPECT_EQ(fast[r].true_negative, slow.true_negative);
  }
}

TEST(ReplicateSums, DoNotDependOnTheOrderOfRowsAndMatchPlainSums) {
  Synthetic data = data_with_ties();
  const auto weights = PatientWeights::poisson(data.patient_key, 40, {});
  std::vector<double> values;
  for (const double s : data.score) values.push_back(s * s / 7);
  const auto sums = replicate_sums(data.by_patient(), values, weights, 1);
  for (unsigned r = 0; r < 40; ++r) {
    double plain = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      plain += values[i] * weights.weight(data.patient[i], r);
    EXPECT_NEAR(sums[r] / plain, 1, 1e-10);
  }
  std::reverse(values.begin(), values.end());
  std::reverse(data.patient.begin(), data.patient.end());
  EXPECT_EQ(sums, replicate_sums(data.by_patient(), values, weights, 3));
}

TEST(BootstrapInterval, CountsReplicatesWithoutAValue) {
  stats::Estimate estimate;
  estimate.value = 0.5;
  std::vector<double> values(100, stats::unknown);
  for (int i = 0; i < 80; ++i) values[static_cast<std::size_t>(i)] = i / 79.0;
  MetricOptions options;
  options.interval = IntervalKind::bootstrap_percentile;
  set_bootstrap_interval(estimate, values, {}, options, Resampling::poisson);
  EXPECT_NEAR(estimate.interval.lower, 0.025, 1e-12);
  EXPECT_NEAR(estimate.interval.upper, 0.975, 1e-12);
  bool named = false;
  for (const auto& d : estimate.definitions)
    named |= d.name == "replicates without a value" && d.choice.rfind("20 of 100", 0) == 0;
  EXPECT_TRUE(named);
}

TEST(BootstrapInterval, IsLeftOutWhereMostReplicatesHaveNoValue) {
  stats::Estimate estimate;
  estimate.value = 0.5;
  std::vector<double> values(100, stats::unknown);
  std::fill_n(values.begin(), 40, 0.5);
  set_bootstrap_interval(estimate, values, {}, {}, Resampling::poisson);
  EXPECT_FALSE(estimate.has_interval());
}

TEST(BootstrapInterval, BcaIsThePercentileWithoutBiasAndSkew) {
  std::vector<double> values;
  for (int i = 0; i <= 1000; ++i) values.push_back(i / 1000.0);
  const std::vector<double> symmetric{-1, 1, -2, 2};
  MetricOptions options;
  options.interval = IntervalKind::bootstrap_bca;
  stats::Estimate estimate;
  estimate.value = 0.5;
  set_bootstrap_interval(estimate, values, symmetric, options, Resampling::poisson);
  EXPECT_NEAR(estimate.interval.lower, 0.025, 1e-12);
  EXPECT_NEAR(estimate.interval.upper, 0.975, 1e-12);
  estimate.value = 0.6;  // most replicates lie below: the interval moves up
  set_bootstrap_interval(estimate, values, symmetric, options, Resampling::poisson);
  EXPECT_GT(estimate.interval.lower, 0.05);
}

}  // namespace
}  // namespace secondsite::metrics
