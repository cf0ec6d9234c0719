// Masks and marks run through the evaluation of scores.
#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/cohort/build.h"
#include "secondsite/evaluation/decide.h"
#include "secondsite/evaluation/evaluate.h"

namespace secondsite::evaluation {
namespace {

// Sixty patients with two scans each, half at either site; Dice is lower at B.
View scans(metrics::Input input) {
  View view;
  FindingCases finding;
  finding.columns.name = "tumour";
  finding.input = input;
  finding.primary = input == metrics::Input::marks ? "lesion_sensitivity" : "dice";
  Dimension site{"site", true, true, {}};
  site.categories.levels = {"A", "B"};
  metrics::Measure dice{"dice", {}};
  metrics::MarkSet marks;
  for (std::uint32_t p = 0; p < 60; ++p) {
    view.patient_key.push_back(1000 + p);
    for (std::uint32_t s = 0; s < 2; ++s) {
      const auto row = static_cast<std::uint32_t>(view.patient_of_row.size());
      view.patient_of_row.push_back(p);
      view.eligible.push_back(1);
      site.categories.code.push_back(p % 2);
      finding.row.push_back(row);
      finding.positive.push_back(1);
      finding.patient.push_back(p);
      finding.scan.push_back(row);
      const double wobble = 0.05 * std::sin(7.0 * row);
      dice.value.push_back(row == 7 ? stats::unknown : (p % 2 == 0 ? 0.9 : 0.7) + wobble);
      const metrics::Lesion lesions[2];
      const metrics::Mark hits[] = {
          {0.9, 0}, {0.8, 0}, {0.7, row % 5 == 0 ? metrics::Mark::miss : 1}};
      marks.add_scan(hits, lesions);
    }
  }
  if (input == metrics::Input::measures) {
    finding.measures = {dice};
    finding.scan.clear();
  } else {
    finding.marks = std::make_shared<metrics::MarkSet>(std::move(marks));
  }
  std::vector<std::string> sites;
  for (const std::uint32_t code : site.categories.code)
    sites.push_back(site.categories.levels[code]);
  const std::size_t rows = sites.size();
  view.table = cohort::Table("scans", rows, {cohort::text_column("site", std::move(sites))});
  view.findings = {std::move(finding)};
  view.dimensions = {std::move(site)};
  return view;
}

RunResult run_of(metrics::Input input, const std::string& claim) {
  Request request;
  request.protocol.replicates = 200;
  auto parsed = parse_claim(claim, "test");
  parsed->id = "one";
  request.protocol.claims = {*parsed};
  auto run = evaluate_view(scans(input), request, {{}, true}, {"0", "now", ""}, {});
  EXPECT_TRUE(run) << run.error().what();
  return std::move(*run);
}

TEST(Masks, AreHeldAgainstTheirClaimsWithPatientsAsTheUnit) {
  const RunResult run = run_of(metrics::Input::measures, "dice >= 0.75");
  ASSERT_EQ(run.claims.size(), 1U);
  const stats::Estimate& dice = run.claims[0].estimate;
  EXPECT_EQ(dice.n, 119U);  // the undefined one is left out and counted
  EXPECT_EQ(dice.n_clusters, 60U);
  EXPECT_NEAR(dice.value, 0.8, 0.01);
  EXPECT_EQ(run.claims[0].verdict.decision, stats::Decision::certified);
}

TEST(Masks, AreComparedBetweenSitesAndShownByStratum) {
  const RunResult run = run_of(metrics::Input::measures, "dice >= 0.75");
  ASSERT_EQ(run.contrasts.size(), 1U);
  EXPECT_NEAR(std::abs(run.contrasts[0].difference.value), 0.2, 0.02);
  ASSERT_EQ(run.strata.size(), 3U);
  EXPECT_TRUE(run.strata[2].verdict);
  EXPECT_EQ(run.strata[2].verdict->decision, stats::Decision::refuted);
  EXPECT_FALSE(run.strata[0].find("dice")->other_intervals.empty());  // the bootstrap's
  EXPECT_TRUE(run.findings[0].plots[0].histogram);
}

TEST(Masks, NeedTenCasesAndSayCases) {
  stats::Estimate few;
  few.metric = "dice";
  few.n = 7;
  few.value = 0.9;
  few.interval = {0.8, 0.95};
  Claim claim;
  claim.metric = "dice";
  claim.goal = 0.5;
  const stats::Verdict verdict = decide(claim, few, {}, {0.001, 0.99}, {0.001, 0.99}, {});
  EXPECT_EQ(verdict.reason, stats::Reason::not_powered);
  EXPECT_EQ(verdict.further_of, "case");
  EXPECT_NE(verdict.sentence.find("7 cases"), std::string::npos) << verdict.sentence;
}

TEST(Marks, AreHeldAgainstTheirClaims) {
  const RunResult run = run_of(metrics::Input::marks, "lesion_sensitivity >= 0.8");
  const stats::Estimate& found = run.claims.at(0).estimate;
  EXPECT_EQ(found.n, 120U);           // scans
  EXPECT_EQ(found.n_positive, 240U);  // lesions
  EXPECT_NEAR(found.value, 0.9, 1e-12);
  EXPECT_EQ(run.claims[0].verdict.decision, stats::Decision::certified);
}

TEST(Masks, RefuseAMetricOfScores) {
  Request request;
  request.protocol.claims = {*parse_claim("auroc >= 0.8", "test")};
  const auto run =
      evaluate_view(scans(metrics::Input::measures), request, {{}, true}, {"0", "now", ""}, {});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code(), "config.bad-value");
}

}  // namespace
}  // namespace secondsite::evaluation
