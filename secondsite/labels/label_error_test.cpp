#include "secondsite/labels/label_error.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/core/random.h"

namespace secondsite::labels {
namespace {

TEST(LabelError, ReturnsThePrevalenceThatMadeTheLabels) {
  // 20 % with sensitivity .9 and specificity .95: .2 x .9 + .8 x .05 = .22 are labelled positive.
  EXPECT_NEAR(rogan_gladen(.22, .9, .95), .2, 1e-15);
  EXPECT_TRUE(std::isnan(rogan_gladen(.22, .5, .5)));
}

// Shares that a model and a label with these properties would show.
ObservedShares shown(double prevalence, double sens, double spec, double se, double sp,
                     double correlation) {
  const double c1 = correlation * std::sqrt(sens * (1 - sens) * se * (1 - se));
  const double c0 = correlation * std::sqrt(spec * (1 - spec) * sp * (1 - sp));
  return {prevalence * se + (1 - prevalence) * (1 - sp),
          prevalence * sens + (1 - prevalence) * (1 - spec),
          prevalence * (sens * se + c1) + (1 - prevalence) * ((1 - spec) * (1 - sp) + c0)};
}

TEST(LabelError, ReturnsTheModelThatMadeTheTable) {
  for (const double correlation : {0.0, 0.1, 0.3}) {
    const auto found =
        corrected_shares(shown(.2, .8, .9, .85, .97, correlation), .85, .97, correlation);
    EXPECT_TRUE(found.is_possible);
    EXPECT_NEAR(found.sensitivity, .8, 1e-9) << correlation;
    EXPECT_NEAR(found.specificity, .9, 1e-9) << correlation;
    EXPECT_NEAR(found.ppv, .16 / .24, 1e-9);
    EXPECT_NEAR(found.npv, .72 / .76, 1e-9);
  }
}

TEST(LabelError, OverratesAModelThatSharesTheLabelsErrors) {
  const auto found = corrected_shares(shown(.2, .8, .9, .85, .97, .3), .85, .97, 0);
  EXPECT_GT(found.sensitivity, .83);
}

TEST(LabelError, CoversThePlantedTruthWithItsInterval) {
  const core::Random random(11, "noisy labels");
  std::vector<double> score;
  std::vector<std::uint8_t> label;
  std::vector<std::uint64_t> key;
  for (std::uint64_t i = 0; i < 6000; ++i) {
    const bool truth = random.uniform(i, 0) < .3;
    score.push_back(random.normal(i, 1) + (truth ? 1.5 : 0));
    const double right = truth ? .85 : .95;
    label.push_back((random.uniform(i, 2) < right) == truth ? 1 : 0);
    key.push_back(i);
  }
  LabelErrorRequest request;
  request.rates = *rates_from_audit(170, 15, 30, 285, "audit");
  request.threshold = 0.75;
  request.replicates = 400;
  const auto found = correct_for_label_error({score, label, {}, key}, request, {});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->estimates.size(), 6U);
  const double truth[] = {.3, .8556, .7734, .7734};  // Φ(1.5/√2), Φ(.75), Φ(.75)
  for (std::size_t m = 0; m < 4; ++m) {
    const auto& e = found->estimates[m];
    EXPECT_LT(e.corrected.interval.lower, truth[m]) << e.naive.metric;
    EXPECT_GT(e.corrected.interval.upper, truth[m]) << e.naive.metric;
  }
  // The naive sensitivity is below the truth, and its interval leaves it out.
  EXPECT_LT(found->estimates[2].naive.interval.upper, .7734);
  EXPECT_EQ(found->analysis.size(), 20U);
}

TEST(LabelError, IsToldAsImpossibleWhereTheRatesContradictTheData) {
  EXPECT_GT(corrected_auroc(.915, .054, .458, .97), 1);
  std::vector<double> score;
  std::vector<std::uint8_t> label;
  for (int i = 0; i < 200; ++i) {
    score.push_back(i);
    label.push_back(i >= 150 ? 1 : 0);
  }
  LabelErrorRequest request;
  request.rates = {{.7, std::nullopt}, {.7, std::nullopt}, "assumed"};
  request.replicates = 50;
  const auto found = correct_for_label_error({score, label, {}, {}}, request, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->estimates[1].corrected.absent_code, "noise.impossible");
  request.rates.sensitivity.value = .2;
  EXPECT_EQ(correct_for_label_error({score, label, {}, {}}, request, {}).error().code(),
            "noise.useless-labels");
}

TEST(LabelError, ReadsRatesInEitherForm) {
  const auto parsed = [](const char* text) {
    return rates_from_json(*core::parse_json(text, "rates.json"), "rates.json");
  };
  const auto known =
      parsed(R"({"sensitivity": 0.9, "specificity": {"successes": 95, "trials": 100}})");
  ASSERT_TRUE(known);
  EXPECT_FALSE(known->sensitivity.trials);
  EXPECT_EQ(*known->specificity.trials, 100);
  EXPECT_TRUE(parsed(R"({"audit": {"tp": 9, "fp": 1, "fn": 2, "tn": 88}})"));
  for (const char* wrong : {"[]", "{}", R"({"sensitivity": 2, "specificity": 1})",
                            R"({"audit": {"tp": 0, "fp": 1, "fn": 0, "tn": 88}})",
                            R"({"sensitivity": "high", "specificity": 1})"})
    EXPECT_FALSE(parsed(wrong)) << wrong;
}

}  // namespace
}  // namespace secondsite::labels
