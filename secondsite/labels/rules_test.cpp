#include "secondsite/labels/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "secondsite/labels/labeler.h"

namespace secondsite::labels {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* small = R"(
name: small
version: 3
language: en
signs:
  effusion: [effusion(s)]
  hydrothorax: {phrases: [hydrothorax], under: effusion}
label_sets:
  one:
    labels: {Effusion: effusion}
)";

TEST(Phrases, ExpandAlternativesAndOptions) {
  EXPECT_THAT(expand("effusion(s)"), ElementsAre("effusions", "effusion"));
  EXPECT_THAT(expand("(a|b) c"), ElementsAre("a c", "b c"));
  EXPECT_THAT(expand("(a |b )?c"), ElementsAre("a c", "b c", "c"));
  EXPECT_EQ(expand("(").size(), 2U);
}

TEST(RulesFile, IsReadWithItsHashAndAncestors) {
  const auto rules = parse_rules(small, "small.yaml");
  ASSERT_TRUE(rules) << rules.error().text();
  EXPECT_THAT(rules->stamp(), HasSubstr("small 3 ("));
  ASSERT_EQ(rules->signs.size(), 2U);
  EXPECT_THAT(rules->signs[1].ancestors, ElementsAre(0));
}

TEST(RulesFile, ThatNamesNoSignIsRefusedWithTheNearest) {
  const auto rules = parse_rules(std::string(small) +
                                     "statements:\n"
                                     "  - {subject: x, predicate: y, states: effuson}\n",
                                 "small.yaml");
  ASSERT_FALSE(rules);
  EXPECT_EQ(rules.error().code(), "label.rules");
  EXPECT_THAT(rules.error().what(), HasSubstr("did you mean \"effusion\""));
}

TEST(RulesFile, WithAnUnknownKeyIsRefused) {
  EXPECT_FALSE(parse_rules(std::string(small) + "sings: {}\n", "small.yaml"));
  EXPECT_FALSE(parse_rules("just a text", "small.yaml"));
  EXPECT_FALSE(parse_rules("", "small.yaml"));
}

TEST(BuiltInRules, AreAllReadAndHaveTheLabelSetsOfTheirLabelers) {
  for (const Labeler& labeler : labelers::all()) {
    if (!labeler.has_rules()) continue;
    const auto rules = built_in_rules(labeler.rules_file);
    ASSERT_TRUE(rules) << rules.error().text();
    EXPECT_TRUE(rules->label_set(labeler.label_set)) << labeler.id;
  }
}

TEST(Spelling, MendsOneEditInLongWordsAndNeverAWordOfTheRules) {
  const auto rules = built_in_rules("chest_en");
  ASSERT_TRUE(rules);
  bool respelled = false;
  const auto right = rules->lexicon.find("pneumothorax", respelled);
  EXPECT_FALSE(respelled);
  EXPECT_EQ(rules->lexicon.find("pnuemothorax", respelled), right);
  EXPECT_TRUE(respelled);
  EXPECT_NE(rules->lexicon.find("hemithorax", respelled),
            rules->lexicon.find("hemothorax", respelled));
  EXPECT_EQ(rules->lexicon.find("efusion", respelled), Token::unknown);  // too short
}

TEST(States, AreReadFromTheSpellingsOfTheField) {
  EXPECT_EQ(state_from_text("1.0"), State::present);
  EXPECT_EQ(state_from_text("-1"), State::uncertain);
  EXPECT_EQ(state_from_text(" Negative "), State::absent);
  EXPECT_EQ(state_from_text(""), State::not_mentioned);
  EXPECT_EQ(state_from_text("nan"), State::not_mentioned);
  EXPECT_EQ(state_from_text("0.5"), std::nullopt);
  EXPECT_EQ(state_from_text("CXR10"), std::nullopt);
}

TEST(Fhir, GivesObservationsAndConclusionCodes) {
  const auto record = core::parse_json(
      R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"DiagnosticReport",
          "conclusionCode":[{"text":"Cardiomegaly"}],
          "contained":[{"resourceType":"Observation","code":{"coding":[{"display":"Edema"}]},
                        "valueCodeableConcept":{"text":"absent"}}]}}]})",
      "t");
  ASSERT_TRUE(record);
  for (const Labeler& labeler : labelers::all()) {
    if (labeler.id != "fhir") continue;
    const auto states = labeler.read(*record);
    ASSERT_TRUE(states);
    EXPECT_THAT(states->states, ElementsAre(::testing::Pair("Cardiomegaly", State::present),
                                            ::testing::Pair("Edema", State::absent)));
    EXPECT_FALSE(labeler.read(core::Json::array()));
  }
}

}  // namespace
}  // namespace secondsite::labels
