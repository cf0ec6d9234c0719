#include "secondsite/evaluation/paired_calls.h"

#include <gtest/gtest.h>

#include "secondsite/stats/mcnemar.h"

namespace secondsite::evaluation {
namespace {

// Forty positives: the first model calls 0-29, the second 0-19 and 30-34. Twenty negatives that
// neither calls.
FindingCases cases_with(bool second) {
  FindingCases out;
  for (std::uint32_t i = 0; i < 60; ++i) {
    const bool called = second ? i < 20 || (i >= 30 && i < 35) : i < 30;
    out.row.push_back(i);
    out.positive.push_back(i < 40 ? 1 : 0);
    out.score.push_back(called ? 0.9 : 0.1);
  }
  return out;
}

TEST(PairedCalls, CountWhereTheModelsPartAndTestItByMcNemar) {
  const auto calls = compare_calls(cases_with(false), 0.5, cases_with(true), 0.5, {});
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[0].first_only, 10U);
  EXPECT_EQ(calls[0].second_only, 5U);
  EXPECT_DOUBLE_EQ(calls[0].difference.value, 5.0 / 40);
  ASSERT_TRUE(calls[0].difference.test);
  EXPECT_DOUBLE_EQ(calls[0].difference.test->p_value, stats::mcnemar_exact({10, 5}, true)->p_value);
  EXPECT_EQ(calls[1].difference.metric, "specificity");
  EXPECT_EQ(calls[1].difference.value, 0);
  EXPECT_EQ(calls[1].first_only + calls[1].second_only, 0U);
}

TEST(PairedCalls, GoByPatientWherePatientsRepeat) {
  FindingCases a = cases_with(false);
  FindingCases b = cases_with(true);
  std::vector<std::uint64_t> keys;
  for (std::uint32_t i = 0; i < 60; ++i) {
    a.patient.push_back(i / 2);
    if (i % 2 == 0) keys.push_back(100 + i);
  }
  b.patient = a.patient;
  a.patient_key = b.patient_key = keys;
  const auto calls = compare_calls(a, 0.5, b, 0.5, {});
  ASSERT_TRUE(calls[0].difference.test);
  // Pairs disagree together, so the patients carry less evidence than forty cases would.
  EXPECT_GT(calls[0].difference.test->p_value, stats::mcnemar_exact({10, 5}, true)->p_value);
}

TEST(PairedCalls, EachModelHasItsOwnThreshold) {
  FindingCases shifted = cases_with(false);
  for (double& score : shifted.score) score += 5;
  for (const PairedCalls& calls : compare_calls(cases_with(false), 0.5, shifted, 5.5, {})) {
    EXPECT_EQ(calls.first_only, 0U);
    EXPECT_EQ(calls.second_only, 0U);
  }
}

}  // namespace
}  // namespace secondsite::evaluation
