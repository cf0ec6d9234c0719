#include "secondsite/readers/reader_consensus.h"

#include <gtest/gtest.h>

#include "secondsite/cohort/build.h"

namespace secondsite::readers {
namespace {

ConsensusResult consensus_of(const std::vector<std::vector<std::string>>& cells,
                             const std::string& rule = "majority") {
  core::Findings findings;
  const auto table = cohort::table_from_texts("t", {"case", "r1", "r2", "r3"}, cells);
  const auto asked = reads_from({{"t", *table}}, {}, {}, findings);
  EXPECT_TRUE(asked) << asked.error().text();
  auto result = make_consensus(asked->reads, {.rule = rule, .replicates = 20}, {});
  EXPECT_TRUE(result) << result.error().text();
  return *std::move(result);
}

TEST(ReaderConsensus, tells_which_labels_hang_on_one_reader) {
  const auto result = consensus_of(
      {{"a", "1", "1", "1"}, {"b", "1", "1", "0"}, {"c", "0", "0", "1"}, {"d", "0", "0", "0"}});
  const auto& left_out = result.findings[0].left_out;
  ASSERT_EQ(left_out.size(), 3U);
  // Without reader 1, readers 2 and 3 are tied on b and c.
  EXPECT_DOUBLE_EQ(left_out[0].changed.value, .5);
  EXPECT_DOUBLE_EQ(left_out[0].agrees.value, 1);
  EXPECT_EQ(left_out[0].agrees.n, 2U);
  // Readers 1 and 2 say the same everywhere; 3 differs on b and c.
  EXPECT_DOUBLE_EQ(left_out[2].changed.value, 0);
  EXPECT_DOUBLE_EQ(left_out[2].agrees.value, .5);
}

TEST(ReaderConsensus, of_every_rule_bears_readers_who_read_nothing_together) {
  for (const auto& rule : labels::consensus_rules::all()) {
    const auto result = consensus_of({{"a", "1", "", ""}, {"b", "0", "", ""}, {"c", "1", "", ""}},
                                     std::string(rule.id));
    ASSERT_EQ(result.findings.size(), 1U) << rule.id;
    const auto& left_out = result.findings[0].left_out;
    if (left_out.empty()) continue;  // readers without a reading were left out already
    EXPECT_DOUBLE_EQ(left_out[0].changed.value, 1) << rule.id;
    EXPECT_FALSE(left_out[0].agrees.is_estimable()) << rule.id;
  }
}

}  // namespace
}  // namespace secondsite::readers
