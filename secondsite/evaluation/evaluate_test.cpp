#include "secondsite/evaluation/evaluate.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "secondsite/cohort/build.h"
#include "secondsite/core/file.h"
#include "secondsite/core/random.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/ledger.h"
#include "secondsite/evaluation/verify.h"

namespace secondsite::evaluation {
namespace {

class Evaluate : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("evaluate_test_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // Two sites; the score separates the classes by `home` and `away` standard deviations.
  std::string table(double home, double away, const std::string& extra = "") {
    std::string text = "patient_id,image_id,site,sex,disease,disease_score\n";
    const core::Random random(3, "evaluate_test");
    for (std::uint64_t p = 0; p < 600; ++p) {
      const bool is_away = p >= 300;
      const bool positive = random.uniform(p, 0) < 0.3;
      for (std::uint64_t i = 0; i < 2; ++i) {
        const double z = 0.7 * random.normal(p, 1) + 0.7 * random.normal(p, 10 + i) +
                         (positive ? (is_away ? away : home) : 0);
        text += "P" + std::to_string(p) + ",I" + std::to_string(2 * p + i) +
                (is_away ? ",B," : ",A,") + (p % 2 == 0 ? "F," : "M,") + (positive ? "1," : "0,") +
                core::exact(1 / (1 + std::exp(-z))) + "\n";
      }
    }
    const std::string path = (folder_ / "scores.csv").string();
    EXPECT_TRUE(core::write_file(path, text + extra));
    return path;
  }

  Request request(const std::string& path) {
    Request out;
    out.tables = {{path, {}, {}}};
    out.protocol.replicates = 200;
    return out;
  }

  RunResult run(const Request& asked, unsigned threads = 1) {
    core::Context context;
    context.threads = threads;
    auto result = evaluate(
        asked, {"test", "2026-01-01T00:00:00Z", (folder_ / "ledger.jsonl").string()}, context);
    EXPECT_TRUE(result) << result.error().text();
    return result ? std::move(*result) : RunResult{};
  }

  std::filesystem::path folder_;
};

TEST_F(Evaluate, SaysYesWhereTheSecondSiteIsAsGood) {
  Request asked = request(table(3, 3));
  EXPECT_EQ(run(asked).answer, Answer::yes);
}

TEST_F(Evaluate, SaysNoWhereTheModelDoesNotSurvive) {
  const RunResult result = run(request(table(3, 0.5)));
  EXPECT_EQ(result.answer, Answer::no);
  ASSERT_EQ(result.claims.size(), 1U);
  EXPECT_FALSE(result.claims[0].declared);
  EXPECT_EQ(result.unit, "patient");
}

TEST_F(Evaluate, AccountsForEveryCaseThatIsLeftOut) {
  const RunResult result = run(
      request(table(3, 3, "P1,X1,A,F,,0.5\nP1,X2,A,F,1,\nP1,X3,A,F,-1,0.5\nP1,X4,A,F,1,nan\n")));
  ASSERT_GE(result.flow.size(), 2U);
  const cohort::FlowStep& last = result.flow.back();
  std::uint64_t out = 0;
  for (const auto& excluded : last.excluded) out += excluded.cases;
  EXPECT_EQ(out, 4U);
  EXPECT_EQ(last.cases + out, result.flow.front().cases);
  EXPECT_EQ(last.excluded.size(), 4U);
}

TEST_F(Evaluate, GivesTheSameBytesOnAnyNumberOfThreads) {
  const Request asked = request(table(2, 1.5));
  EXPECT_EQ(core::pretty(to_json(run(asked, 1))), core::pretty(to_json(run(asked, 5))));
}

TEST_F(Evaluate, ShowsNoPValueOfUndeclaredStrata) {
  const RunResult result = run(request(table(2, 1.5)));
  ASSERT_FALSE(result.contrasts.empty());
  for (const ContrastResult& contrast : result.contrasts) {
    EXPECT_FALSE(contrast.declared);
    EXPECT_FALSE(contrast.difference.test.has_value());
    EXPECT_TRUE(std::isnan(contrast.p_adjusted));
  }
  for (const StratumResult& stratum : result.strata)
    if (stratum.verdict) EXPECT_TRUE(std::isnan(stratum.verdict->p_value));
}

TEST_F(Evaluate, HoldsAProtocolWrittenAfterwardsForUndeclared) {
  Request asked = request(table(3, 3));
  run(asked);  // opens the scores
  auto claim = parse_claim("auroc >= 0.8 where site = B", "test");
  claim->id = "late";
  asked.protocol.claims = {*claim};
  asked.protocol.strata = {{"sex"}};
  asked.from_protocol_file = true;
  core::Context context;
  ASSERT_TRUE(
      append_ledger((folder_ / "ledger.jsonl").string(),
                    {LedgerEntry::Event::protocol_written, hash_of(asked.protocol), "later"}));
  const RunResult late = run(asked);
  EXPECT_EQ(late.protocol_status.order, ProtocolStatus::Order::after_scores);
  EXPECT_FALSE(late.claims[0].declared);
  for (const StratumResult& stratum : late.strata)
    if (!stratum.stratum.dimension.empty()) EXPECT_FALSE(stratum.declared);
}

TEST_F(Evaluate, SetsTheThresholdAtTheSiteOfTheRule) {
  Request asked = request(table(2, 1));
  asked.protocol.operating_point = *parse_operating_point("sensitivity >= 0.9 at site A", "test");
  const RunResult result = run(asked);
  ASSERT_TRUE(result.findings[0].operating_point);
  EXPECT_GE(result.findings[0].operating_point->estimates[0].value, 0.9);
  asked.protocol.operating_point.site = "Z";
  const auto absent = evaluate(asked, {"test", "now", ""}, {});
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code(), "plan.absent-level");
}

TEST_F(Evaluate, ComesOutTheSameFromItsManifest) {
  const RunResult result = run(request(table(2, 1.5)));
  core::Json recorded = core::Json::parse(core::pretty(to_json(result)));
  const auto same = verify(recorded, "result.json", {"test", "another time", ""}, {});
  ASSERT_TRUE(same) << same.error().text();
  EXPECT_TRUE(same->reproduced);
  EXPECT_GT(same->compared, 500U);
  recorded["claims"][0]["estimate"]["value"] = 0.5;
  const auto other = verify(recorded, "result.json", {"test", "another time", ""}, {});
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->reproduced);
  EXPECT_EQ(other->differing, 1U);
  table(2.1, 1.5);
  const auto changed = verify(recorded, "result.json", {"test", "another time", ""}, {});
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code(), "run.input-changed");
}

}  // namespace
}  // namespace secondsite::evaluation
