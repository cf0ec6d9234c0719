#include "secondsite/evaluation/decide.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/stats/distributions.h"

namespace secondsite::evaluation {
namespace {

using stats::Decision;
using stats::Estimate;
using stats::Reason;

Claim at_least(double goal) {
  Claim claim;
  claim.goal = goal;
  return claim;
}

// An AUROC with a logit interval of the standard error given (on the logit scale).
Estimate auroc(double value, double logit_se, std::uint64_t positives, std::uint64_t negatives,
               double level = 0.95) {
  const double z = stats::normal_quantile(0.5 + level / 2);
  const double centre = std::log(value / (1 - value));
  const auto back = [](double x) { return 1 / (1 + std::exp(-x)); };
  Estimate out;
  out.metric = "auroc";
  out.value = value;
  out.level = level;
  out.interval = {back(centre - z * logit_se), back(centre + z * logit_se)};
  out.standard_error = logit_se * value * (1 - value);
  out.n = positives + negatives;
  out.n_positive = positives;
  out.design_effect = 1;
  return out;
}

stats::Verdict verdict_of(const Claim& claim, const Estimate& estimate,
                          DecisionOptions options = {}) {
  const ClaimPValues p = claim_p_values(claim, estimate);
  return decide(claim, estimate, {}, p, p, options);
}

TEST(ClaimPValues, MeetHalfAlphaExactlyWhereTheBoundMeetsTheGoal) {
  const Estimate estimate = auroc(0.87, 0.2, 100, 900);
  EXPECT_NEAR(claim_p_values(at_least(estimate.interval.lower), estimate).certify, 0.025, 1e-12);
  EXPECT_NEAR(claim_p_values(at_least(estimate.interval.upper), estimate).refute, 0.025, 1e-12);
  EXPECT_NEAR(claim_p_values(at_least(0.87), estimate).certify, 0.5, 1e-12);
}

TEST(ClaimPValues, OfAnAtMostClaimAreThoseOfAtLeastTurnedRound) {
  const Estimate estimate = auroc(0.3, 0.2, 100, 900);
  Claim at_most = at_least(0.35);
  at_most.kind = Claim::Kind::at_most;
  EXPECT_DOUBLE_EQ(claim_p_values(at_most, estimate).certify,
                   claim_p_values(at_least(0.35), estimate).refute);
}

TEST(ClaimPValues, OfEquivalenceAreTheWorseOfTwoOneSidedTests) {
  Claim claim;
  claim.kind = Claim::Kind::equivalent;
  claim.margin = 0.05;
  claim.versus_rest = true;
  Estimate difference;
  difference.value = 0.02;
  difference.standard_error = 0.01;
  difference.interval = {0.02 - 1.959963984540054 * 0.01, 0.02 + 1.959963984540054 * 0.01};
  EXPECT_NEAR(claim_p_values(claim, difference).certify, stats::normal_upper(3), 1e-12);
}

TEST(Decide, CertifiesWhereTheIntervalClearsTheGoal) {
  const auto verdict = verdict_of(at_least(0.80), auroc(0.90, 0.15, 300, 3000));
  EXPECT_EQ(verdict.decision, Decision::certified);
  EXPECT_NE(verdict.sentence.find("0.8"), std::string::npos);
}

TEST(Decide, RefutesWhereTheIntervalMissesTheGoal) {
  EXPECT_EQ(verdict_of(at_least(0.95), auroc(0.85, 0.15, 300, 3000)).decision, Decision::refuted);
}

TEST(Decide, NeverConcludesFromFewerThanTenOfAClass) {
  for (const auto& [positives, negatives] : {std::pair{9U, 9000U}, std::pair{9000U, 9U}}) {
    const auto verdict = verdict_of(at_least(0.50), auroc(0.99, 0.01, positives, negatives));
    EXPECT_EQ(verdict.decision, Decision::inconclusive);
    EXPECT_EQ(verdict.reason, Reason::not_powered);
  }
  EXPECT_GE(*verdict_of(at_least(0.50), auroc(0.99, 0.01, 2, 9000)).further_positives, 8U);
}

TEST(Decide, TellsNotPoweredFromBorderline) {
  // 20 positives cannot certify a true 0.85 against 0.80; 5,000 can, and still straddle the goal.
  DecisionOptions options;
  options.expected = 0.85;
  const auto few = verdict_of(at_least(0.80), auroc(0.83, 0.35, 20, 200), options);
  EXPECT_EQ(few.reason, Reason::not_powered);
  ASSERT_TRUE(few.further_positives);
  EXPECT_GT(*few.further_positives, 50U);
  const auto many = verdict_of(at_least(0.80), auroc(0.803, 0.02, 5000, 50000), options);
  EXPECT_EQ(many.reason, Reason::borderline);
  EXPECT_FALSE(many.further_positives);
}

TEST(Decide, SaysHowManyMoreSuchThatSoManyAreEnough) {
  DecisionOptions options;
  options.expected = 0.87;
  const auto few = verdict_of(at_least(0.80), auroc(0.83, 0.35, 30, 3000), options);
  ASSERT_TRUE(few.further_positives);
  const auto enough =
      verdict_of(at_least(0.80), auroc(0.83, 0.35, 30 + *few.further_positives, 3000), options);
  EXPECT_NE(enough.reason, Reason::not_powered);
  const auto one_less =
      verdict_of(at_least(0.80), auroc(0.83, 0.35, 30 + *few.further_positives - 1, 3000), options);
  EXPECT_EQ(one_less.reason, Reason::not_powered);
}

TEST(Decide, ShowsNoPValueOfWhatWasNotDeclared) {
  DecisionOptions options;
  options.declared = false;
  EXPECT_EQ(verdict_of(at_least(0.80), auroc(0.90, 0.15, 300, 3000), options).sentence.find("p "),
            std::string::npos);
}

TEST(Decide, CannotTellWithoutAnEstimate) {
  const Claim claim = at_least(0.8);
  const Estimate none = stats::not_estimable("auroc", "metric.one-class", "every case is negative");
  const auto verdict = decide(claim, none, {}, claim_p_values(claim, none), {}, {});
  EXPECT_EQ(verdict.decision, Decision::inconclusive);
  EXPECT_EQ(verdict.reason, Reason::not_estimable);
  EXPECT_NE(verdict.sentence.find("every case is negative"), std::string::npos);
}

TEST(AssumedTruth, IsNeverTheObservedValue) {
  EXPECT_DOUBLE_EQ(assumed_truth(at_least(0.8), {}), 0.9);
  DecisionOptions options;
  options.reference_value = 0.86;
  EXPECT_DOUBLE_EQ(assumed_truth(at_least(0.8), options), 0.86);
  options.reference_value = 0.7;  // the reference site itself misses the goal
  EXPECT_DOUBLE_EQ(assumed_truth(at_least(0.8), options), 0.9);
  Claim stated = at_least(0.8);
  stated.expected = 0.83;
  EXPECT_DOUBLE_EQ(assumed_truth(stated, options), 0.83);
}

}  // namespace
}  // namespace secondsite::evaluation
