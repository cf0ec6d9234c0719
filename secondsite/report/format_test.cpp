#include "secondsite/report/format.h"

#include <gtest/gtest.h>

namespace secondsite::report {
namespace {

stats::Estimate between(double lower, double value, double upper) {
  stats::Estimate out;
  out.value = value;
  out.interval = {lower, upper};
  return out;
}

TEST(Format, AnEstimateReadsAsValueAndInterval) {
  EXPECT_EQ(text(between(0.8721, 0.8831, 0.8929)), "0.883 (0.872–0.893)");
}

TEST(Format, ADifferenceCarriesItsSign) {
  EXPECT_EQ(text(between(-0.0801, -0.0412, -0.0023), Form::difference),
            "−0.041 (−0.080 to −0.002)");
  EXPECT_EQ(text(between(-0.012, 0.0341, 0.0802), Form::difference), "+0.034 (−0.012 to +0.080)");
}

TEST(Format, ZeroHasNoSign) {
  EXPECT_EQ(value_text(between(-0.01, -0.0001, 0.01), Form::difference), "0.000");
}

TEST(Format, LargerNumbersHaveFewerDecimals) {
  EXPECT_EQ(text(between(9.12, 12.345, 15.9)), "12.35 (9.12–15.90)");
  EXPECT_EQ(text(between(20.1, 31.25, 44.0)), "31.2 (20.1–44.0)");
  EXPECT_EQ(text(between(1200, 1502.4, 1900)), "1,502 (1,200–1,900)");
}

TEST(Format, BoundsThatDifferNeverReadTheSame) {
  EXPECT_EQ(text(between(0.91234, 0.91239, 0.91244)), "0.91239 (0.91234–0.91244)");
}

TEST(Format, RoundingNoiseTakesNoDigitsAndNoSign) {
  EXPECT_EQ(text(between(-2e-17, 1e-17, 3e-17)), "0.000 (0.000–0.000)");
}

TEST(Format, UnboundedIntervalsShowInfinity) {
  EXPECT_EQ(text(between(1.2, 3.4, INFINITY)), "3.40 (1.20–∞)");
}

TEST(Format, WhatIsAbsentSaysWhy) {
  const stats::Estimate absent = stats::not_estimable("auroc", "x.y", "one class only");
  EXPECT_EQ(text(absent), "not estimable: one class only");
  EXPECT_EQ(value_text(absent), "—");
  EXPECT_EQ(interval_text(absent), "—");
  stats::Estimate bare;
  bare.value = 0.5;
  EXPECT_EQ(text(bare), "0.500 (no interval)");
}

TEST(Format, PValuesNeverReadAsZero) {
  EXPECT_EQ(p_text(1e-20), "p < 0.001");
  EXPECT_EQ(p_text(0.0324), "p = 0.032");
  EXPECT_EQ(p_text(0.314), "p = 0.31");
  EXPECT_EQ(p_text(stats::unknown), "");
}

TEST(Format, AShortageNamesPositivesAndNegatives) {
  stats::Verdict verdict;
  EXPECT_EQ(shortage_text(verdict), "");
  verdict.further_positives = 1;
  EXPECT_EQ(shortage_text(verdict), "1 more positive");
  verdict.further_positives = 1054;
  verdict.further_negatives = 20;
  EXPECT_EQ(shortage_text(verdict), "1,054 more positives and 20 more negatives");
}

}  // namespace
}  // namespace secondsite::report
