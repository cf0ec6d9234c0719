#include "secondsite/stats/proportion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "secondsite/core/random.h"
#include "secondsite/stats/clustered_difference.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

// Columns that own their cases, so that the spans have something to borrow.
struct Columns {
  std::vector<std::uint8_t> success;
  std::vector<std::uint32_t> patient;
  std::vector<std::uint64_t> key;
  ProportionCases cases() const { return {success, patient, key}; }
};

Columns columns(const std::vector<int>& sizes, const std::vector<int>& successes) {
  Columns out;
  for (std::uint32_t i = 0; i < sizes.size(); ++i) {
    out.key.push_back(core::key_of("patient " + std::to_string(i)));
    for (int k = 0; k < sizes[i]; ++k) {
      out.patient.push_back(i);
      out.success.push_back(k < successes[i] ? 1 : 0);
    }
  }
  return out;
}

const std::vector<int> sizes{3, 1, 2, 4, 1, 1, 2, 5, 1, 2};
const std::vector<int> successes{2, 1, 0, 4, 1, 0, 2, 3, 1, 1};

// Independent: statsmodels 0.15, OLS on a constant with cluster-robust covariance (no small-sample
// factor) times I/(I − 1).
TEST(ClusteredProportion, AgreesWithAClusterRobustRegression) {
  const auto got = clustered_proportion(columns(sizes, successes).cases());
  EXPECT_EQ(got.n, 22U);
  EXPECT_EQ(got.patients, 10U);
  EXPECT_NEAR(got.value, 0.681818181818182, 1e-14);
  EXPECT_NEAR(got.standard_error, 0.106649291096691, 1e-14);
}

TEST(ClusteredProportion, IsThePlainOneWhereEachPatientHasOneCase) {
  const Columns data = columns(std::vector<int>(40, 1), [] {
    std::vector<int> out(40, 0);
    std::fill_n(out.begin(), 31, 1);
    return out;
  }());
  const auto made = clustered_proportion(data.cases());
  EXPECT_NEAR(made.design_effect, 1, 1e-12);
  EXPECT_NEAR(made.effective_cases(0.95), 40, 1e-10);
  const auto clustered = *proportion(data.cases());
  const auto plain = *proportion(31, 40);
  EXPECT_NEAR(clustered.interval.lower, plain.interval.lower, 1e-12);
  EXPECT_NEAR(clustered.interval.upper, plain.interval.upper, 1e-12);
}

// Each case copied four times knows nothing new: the standard error must not shrink, and the
// interval may differ only by the Student correction.
TEST(ClusteredProportion, LearnsNothingFromCopies) {
  const Columns once = columns(std::vector<int>(30, 1), [] {
    std::vector<int> out(30, 0);
    std::fill_n(out.begin(), 20, 1);
    return out;
  }());
  const Columns copied = columns(std::vector<int>(30, 4), [] {
    std::vector<int> out(30, 0);
    std::fill_n(out.begin(), 20, 4);
    return out;
  }());
  const auto one = clustered_proportion(once.cases());
  const auto four = clustered_proportion(copied.cases());
  EXPECT_NEAR(four.standard_error, one.standard_error, 1e-14);
  // Closed form: the design effect is (n − 1)/(I − 1) with n = 120, I = 30.
  EXPECT_NEAR(four.design_effect, 119.0 / 29, 1e-12);
  const double student = student_quantile(0.975, 119) / student_quantile(0.975, 29);
  EXPECT_NEAR(four.effective_cases(0.95), 120 * 29.0 / 119 * student * student, 1e-9);
  const auto a = *proportion(once.cases());
  const auto b = *proportion(copied.cases());
  EXPECT_NEAR(b.interval.lower, a.interval.lower, 0.01);
  EXPECT_GE(b.interval.upper - b.interval.lower, a.interval.upper - a.interval.lower);
}

TEST(ClusteredProportion, AssumesFullAgreementWhereNothingFailsOrSucceeds) {
  for (const int share : {0, 3}) {
    const auto made =
        clustered_proportion(columns({3, 3, 3, 3}, {share, share, share, share}).cases());
    EXPECT_TRUE(made.design_effect_is_assumed);
    EXPECT_EQ(made.design_effect, 3);
    EXPECT_EQ(made.effective_cases(0.95), 4);
    EXPECT_TRUE(std::isnan(made.standard_error));
  }
}

TEST(ClusteredProportion, CountsOnePatientAsOneCase) {
  const auto made = clustered_proportion(columns({6}, {4}).cases());
  EXPECT_EQ(made.effective_cases(0.95), 1);
}

TEST(ClusteredProportion, NeverKnowsMoreThanItsCases) {
  // Every patient has one success and one failure: the clustered variance is 0.
  const Columns data = columns(std::vector<int>(12, 2), std::vector<int>(12, 1));
  const auto made = clustered_proportion(data.cases());
  EXPECT_NEAR(made.design_effect, 0, 1e-12);
  EXPECT_LE(made.effective_cases(0.95), 24);
  const auto estimate = *proportion(data.cases());
  EXPECT_LT(estimate.interval.lower, 0.35);
}

TEST(ClusteredProportion, SkipsPatientsWithoutACaseHere) {
  Columns data = columns(sizes, successes);
  Columns spread = data;
  for (std::uint32_t& i : spread.patient) i = 7 * i + 3;
  const auto a = clustered_proportion(data.cases());
  const auto b = clustered_proportion(spread.cases());
  EXPECT_EQ(a.patients, b.patients);
  EXPECT_EQ(a.standard_error, b.standard_error);
}

TEST(Proportion, SaysWhyThereIsNone) {
  const auto none = *proportion(ProportionCases{});
  EXPECT_FALSE(none.is_estimable());
  EXPECT_EQ(none.absent_code, "stats.no-cases");
}

TEST(Proportion, RefusesWhatCannotBe) {
  EXPECT_EQ(proportion(5, 4).error().code(), "stats.bad-counts");
  EXPECT_EQ(proportion(1, 4, {.method = "wilsn"}).error().code(), "config.unknown-name");
  EXPECT_EQ(proportion(1, 4, {.level = 1}).error().code(), "stats.bad-input");
}

TEST(ProportionBootstrap, DoesNotDependOnRowsOrThreads) {
  const Columns data = columns(sizes, successes);
  Columns turned = data;
  std::reverse(turned.success.begin(), turned.success.end());
  std::reverse(turned.patient.begin(), turned.patient.end());
  ProportionOptions options{.replicates = 500};
  const auto one = *proportion_bootstrap(data.cases(), options);
  options.context.threads = 2;
  const auto two = *proportion_bootstrap(turned.cases(), options);
  EXPECT_EQ(one.interval.lower, two.interval.lower);
  EXPECT_EQ(one.interval.upper, two.interval.upper);
  EXPECT_EQ(one.standard_error, two.standard_error);
}

// With many patients the bootstrap and the linearised standard error are two estimates of one
// number.
TEST(ProportionBootstrap, AgreesWithTheLinearisedStandardError) {
  std::vector<int> many_sizes;
  std::vector<int> many_successes;
  for (int repeat = 0; repeat < 30; ++repeat) {
    many_sizes.insert(many_sizes.end(), sizes.begin(), sizes.end());
    many_successes.insert(many_successes.end(), successes.begin(), successes.end());
  }
  const Columns data = columns(many_sizes, many_successes);
  const auto boot = *proportion_bootstrap(data.cases(), {.replicates = 4000});
  const auto made = clustered_proportion(data.cases());
  // The standard error of a standard deviation from 4,000 replicates is 1.1 %.
  EXPECT_NEAR(boot.standard_error / made.standard_error, 1, 0.045);
  EXPECT_NEAR(boot.interval.lower, made.value - 1.96 * made.standard_error, 0.006);
}

TEST(ProportionBootstrap, WantsAKeyForEveryPatient) {
  Columns data = columns(sizes, successes);
  data.key.pop_back();
  EXPECT_EQ(proportion_bootstrap(data.cases()).error().code(), "stats.bad-input");
}

TEST(SortedQuantile, IsLinearBetweenNeighbours) {
  const double values[] = {1, 2, 4, 8};
  EXPECT_EQ(sorted_quantile(values, 0), 1);
  EXPECT_EQ(sorted_quantile(values, 1), 8);
  EXPECT_NEAR(sorted_quantile(values, 0.5), 3, 1e-15);
  EXPECT_NEAR(sorted_quantile(values, 0.9), 6.8, 1e-12);
}

// Independent: statsmodels 0.15, OLS on a dummy with cluster-robust covariance times I/(I − 1).
TEST(ClusteredDifference, AgreesWithAClusterRobustRegression) {
  const Columns a = columns({2, 1, 0, 3, 1, 2}, {1, 1, 0, 3, 0, 2});
  const Columns b = columns({1, 2, 3, 1, 0, 2}, {1, 1, 1, 0, 0, 1});
  const auto got = *clustered_difference(a.cases(), b.cases());
  EXPECT_EQ(got.patients, 6U);
  EXPECT_NEAR(got.difference.value, 0.333333333333333, 1e-14);
  EXPECT_NEAR(got.difference.standard_error, 0.22139764712553, 1e-13);
}

TEST(ClusteredDifference, IsNothingAgainstItself) {
  const Columns a = columns(sizes, successes);
  const auto test = *clustered_difference_test(a.cases(), a.cases(), Alternative::two_sided);
  EXPECT_EQ(test.statistic, 0);
  EXPECT_EQ(test.p_value, 1);
}

TEST(ClusteredDifference, VarianceIsThatOfTheTwoSidesAndTheirCovariance) {
  const Columns a = columns(sizes, successes);
  const Columns b = columns(sizes, {1, 1, 1, 2, 0, 0, 2, 5, 0, 1});
  const auto got = *clustered_difference(a.cases(), b.cases());
  const double va = std::pow(clustered_proportion(a.cases()).standard_error, 2);
  const double vb = std::pow(clustered_proportion(b.cases()).standard_error, 2);
  EXPECT_NEAR(std::pow(got.difference.standard_error, 2), va + vb - 2 * got.covariance, 1e-14);
}

TEST(ClusteredDifference, NeedsPatientsAndCasesOnBothSides) {
  const Columns a = columns(sizes, successes);
  EXPECT_EQ(clustered_difference(a.cases(), {}).error().code(), "stats.no-cases");
  ProportionCases without = a.cases();
  without.patient = {};
  EXPECT_EQ(clustered_difference(a.cases(), without).error().code(), "stats.bad-input");
}

}  // namespace
}  // namespace secondsite::stats
