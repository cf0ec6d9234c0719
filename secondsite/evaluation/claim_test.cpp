#include <gtest/gtest.h>

#include "secondsite/evaluation/protocol.h"

namespace secondsite::evaluation {
namespace {

Claim read(std::string_view text) {
  auto claim = parse_claim(text, "test");
  EXPECT_TRUE(claim) << text;
  return claim ? *claim : Claim{};
}

TEST(Claim, ReadsAGoalForAFindingInAPartOfTheCohort) {
  const Claim claim = read("auroc >= 0.80 for Pleural Effusion where hospital = B and age >= 65");
  EXPECT_EQ(claim.kind, Claim::Kind::at_least);
  EXPECT_EQ(claim.finding, "Pleural Effusion");
  EXPECT_DOUBLE_EQ(claim.goal, 0.80);
  ASSERT_EQ(claim.where.conditions.size(), 2U);
  EXPECT_FALSE(claim.is_contrast());
}

TEST(Claim, ReadsEachKindOfComparison) {
  EXPECT_TRUE(read("auroc non-inferior 0.05 where site = B versus site = A").versus.has_value());
  EXPECT_TRUE(read("auroc equivalent 0.03 where sex = F versus rest").versus_rest);
  EXPECT_EQ(read("auroc superior versus score other model").versus_score, "other model");
  EXPECT_DOUBLE_EQ(*read("auroc >= 0.8 where site = B expecting 0.88").expected, 0.88);
}

TEST(Claim, ComesBackFromItsOwnText) {
  for (const char* text :
       {"auroc >= 0.8 where site = B", "ece <= 0.05",
        "auroc non-inferior 0.05 where site = B versus site = A",
        "auroc equivalent 0.03 where sex = F versus rest", "auroc superior versus score other"})
    EXPECT_EQ(claim_source(read(text)), text);
}

TEST(Claim, RefusesWhatItCannotMean) {
  for (const char* text :
       {"", "auroc", "auroc >= much", "auroc >= inf", "auroc is 0.8", "auroc non-inferior 0.05",
        "auroc non-inferior -0.05 versus rest", "auroc superior 0.1 versus rest",
        "auroc >= 0.8 versus rest", "auroc >= 0.8 surely", "auroc >= 0.8 where"}) {
    const auto claim = parse_claim(text, "test");
    ASSERT_FALSE(claim) << text;
    EXPECT_FALSE(claim.error().hint().empty()) << text;
  }
}

TEST(OperatingPoint, ReadsAThresholdAndARule) {
  EXPECT_DOUBLE_EQ(*parse_operating_point("threshold 0.37", "test")->given, 0.37);
  EXPECT_DOUBLE_EQ(*parse_operating_point("-1.5", "test")->given, -1.5);
  const auto rule = parse_operating_point("sensitivity >= 0.90 at site St. Mary", "test");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->site, "St. Mary");
  EXPECT_EQ(rule->text(), "sensitivity >= 0.9 at site St. Mary");
  for (const char* text : {"auroc >= 0.9", "sensitivity >= 1.5", "sensitivity", "threshold nan"})
    EXPECT_FALSE(parse_operating_point(text, "test")) << text;
}

}  // namespace
}  // namespace secondsite::evaluation
