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
  metrics::MetricOptions options;
  options.threshold = 0.75;
  options.replicates = 400;
  const auto found = correct_for_label_error({score, label, {}, key}, request, options);
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
  metrics::MetricOptions options;
  options.replicates = 50;
  const auto found = correct_for_label_error({score, label, {}, {}}, request, options);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->estimates[1].corrected.absent_code, "noise.impossible");
  request.rates.sensitivity.value = .2;
  EXPECT_EQ(correct_for_label_error({score, label, {}, {}}, request, options).error().code(),
            "noise.useless-labels");
}

// Rogan & Gladen's own variance of the prevalence: [p(1 − p)/n + π² Var(se) + (1 − π)² Var(sp)] /
// (se + sp − 1)².
TEST(LabelError, HasTheDeltaMethodsIntervalForPrevalence) {
  std::vector<double> score;
  std::vector<std::uint8_t> label;
  std::vector<std::uint64_t> key;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    score.push_back(static_cast<double>(i % 7));
    label.push_back(i % 10 < 3 ? 1 : 0);
    key.push_back(i);
  }
  const LabelErrorRates rates = *rates_from_audit(180, 12, 20, 288, "audit");
  metrics::MetricOptions options;
  options.replicates = 4000;
  const auto found = correct_for_label_error({score, label, {}, key}, {.rates = rates}, options);
  ASSERT_TRUE(found);
  const double p = .3;
  const double se = .9;
  const double sp = .96;
  const double pi = (p + sp - 1) / (se + sp - 1);
  const double variance = (p * (1 - p) / 4000 + pi * pi * se * (1 - se) / 200 +
                           (1 - pi) * (1 - pi) * sp * (1 - sp) / 300) /
                          ((se + sp - 1) * (se + sp - 1));
  const stats::Estimate& e = found->estimates[0].corrected;
  EXPECT_NEAR(e.value, pi, 1e-12);
  EXPECT_NEAR((e.interval.upper - e.interval.lower) / 2, 1.96 * std::sqrt(variance),
              .03 * 1.96 * std::sqrt(variance));
}

TEST(LabelError, OfADifferenceSharesTheDoubtAboutTheRates) {
  const core::Random random(5, "two models");
  std::vector<double> first;
  std::vector<double> second;
  std::vector<std::uint8_t> label;
  std::vector<std::uint64_t> key;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    const bool truth = random.uniform(i, 0) < .4;
    const double signal = random.normal(i, 1) + (truth ? 1.5 : 0);
    first.push_back(signal);
    second.push_back(signal + random.normal(i, 2));
    label.push_back((random.uniform(i, 3) < .9) == truth ? 1 : 0);
    key.push_back(i);
  }
  const LabelErrorRates rates = *rates_from_audit(90, 10, 10, 90, "audit");
  metrics::MetricOptions options;
  options.replicates = 400;
  const auto a = true_metrics({first, label, {}, key}, rates, options);
  const auto b = true_metrics({second, label, {}, key}, rates, options);
  stats::Estimate naive;
  naive.metric = "auroc";
  const auto difference = corrected_difference(naive, a[1], b[1], rates, .95);
  const auto own = corrected_estimate(naive, a[1], rates, .95);
  EXPECT_NEAR(difference.corrected.value, .8556 - .7745, .03);  // Φ(1.5/√2) − Φ(1.5/√(2 + 2))
  EXPECT_LT(difference.corrected.interval.upper - difference.corrected.interval.lower,
            own.corrected.interval.upper - own.corrected.interval.lower);
}

TEST(LabelError, ThatCorrelatesLeavesTheAurocUncorrected) {
  std::vector<double> score;
  std::vector<std::uint8_t> label;
  for (int i = 0; i < 400; ++i) {
    score.push_back(i % 20);
    label.push_back(i % 20 >= 12 || i % 11 == 0 ? 1 : 0);
  }
  LabelErrorRequest request;
  request.rates = *rates_from_audit(90, 5, 10, 95, "audit");
  request.rates.correlation = .2;
  metrics::MetricOptions options;
  options.threshold = 12;
  options.replicates = 100;
  const auto found = correct_for_label_error({score, label, {}, {}}, request, options);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->estimates[1].corrected.absent_code, "noise.needs-independence");
  EXPECT_NE(found->assumption.find("correlate by 0.2"), std::string::npos);
}

TEST(LabelError, TakesTheRatesOfALabelerFromItsGoldTable) {
  const auto json = core::parse_json(
      R"({"agreement": [{"label": "Edema", "asked": "present", "true_positive": 90, "false_positive": 4,
          "false_negative": 10, "true_negative": 196}, {"label": "Edema", "asked": "absent"}, 7]})",
      "labels.json");
  const auto rates = rates_of_labeler(*json, "labels.json");
  ASSERT_TRUE(rates);
  ASSERT_EQ(rates->size(), 1U);
  EXPECT_EQ(rates->front().first, "Edema");
  EXPECT_EQ(rates->front().second.sensitivity.value, .9);
  EXPECT_EQ(*rates->front().second.specificity.trials, 200);
  EXPECT_FALSE(rates_of_labeler(*core::parse_json("{}", "x"), "x"));
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
  const auto latent = parsed(
      R"({"sensitivity": {"value": 0.9, "standard_error": 0.03}, "specificity": 0.98, "correlation": 0.1})");
  ASSERT_TRUE(latent);
  EXPECT_NEAR(*latent->sensitivity.trials, 100, 1e-9);
  EXPECT_EQ(latent->correlation, .1);
  const auto again = rates_from_json(to_json(*latent), "again");
  ASSERT_TRUE(again);
  EXPECT_NEAR(again->sensitivity.value, .9, 1e-12);
  for (const char* wrong : {"[]", "{}", R"({"sensitivity": 2, "specificity": 1})",
                            R"({"audit": {"tp": 0, "fp": 1, "fn": 0, "tn": 88}})",
                            R"({"sensitivity": "high", "specificity": 1})",
                            R"({"sensitivity": 1, "specificity": 1, "correlation": 1})"})
    EXPECT_FALSE(parsed(wrong)) << wrong;
}

}  // namespace
}  // namespace secondsite::labels
