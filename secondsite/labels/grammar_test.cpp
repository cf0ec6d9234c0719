#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "secondsite/labels/label_run.h"

namespace secondsite::labels {
namespace {

const Rules& rules() {
  static const Rules loaded = [] {
    auto read = built_in_rules("chest_en");
    if (!read) throw std::runtime_error(read.error().text());
    return std::move(*read);
  }();
  return loaded;
}

// The labels of a report as "Edema 0, Pleural Effusion 1"; -1 is "?".
std::string labels_of(std::string_view text, std::string_view set_name = "chexpert") {
  const LabelSet& set = **rules().label_set(set_name);
  Workspace work;
  Labelled done;
  label_report(text, rules(), set, work, done);
  std::string out;
  for (std::size_t l = 0; l < set.labels.size(); ++l) {
    if (done.labels.state[l] == State::not_mentioned || set.labels[l].id == "No Finding") continue;
    constexpr const char* numbers[] = {"", "0", "?", "1"};
    out += (out.empty() ? "" : ", ") + set.labels[l].id + " " +
           numbers[static_cast<std::size_t>(done.labels.state[l])];
  }
  return out;
}

State no_finding(std::string_view text) {
  const LabelSet& set = **rules().label_set("chexpert");
  Workspace work;
  Labelled done;
  label_report(text, rules(), set, work, done);
  return done.labels.state[0];
}

struct Said {
  const char* text;
  const char* labels;
};

class Sentences : public ::testing::TestWithParam<Said> {};

TEST_P(Sentences, MeanWhatARadiologistMeans) {
  EXPECT_EQ(labels_of(GetParam().text), GetParam().labels) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Denials, Sentences,
    ::testing::Values(
        Said{"No pleural effusion.", "Pleural Effusion 0"},
        Said{"No effusion, pneumothorax or consolidation.",
             "Consolidation 0, Pneumothorax 0, Pleural Effusion 0"},
        Said{"There is no evidence of pneumothorax.", "Pneumothorax 0"},
        Said{"Effusion and pneumothorax are not seen.", "Pneumothorax 0, Pleural Effusion 0"},
        Said{"Lungs are clear of consolidation.", "Consolidation 0"},
        Said{"No focal opacity to suggest pneumonia.", "Lung Opacity 0, Pneumonia 0"},
        Said{"Neither pneumothorax nor effusion.", "Pneumothorax 0, Pleural Effusion 0"},
        Said{"Pneumothorax has resolved.", "Pneumothorax 0"},
        Said{"Interval resolution of the left pneumothorax.", "Pneumothorax 0"},
        Said{"The effusion is no longer seen.", "Pleural Effusion 0"},
        Said{"Pleural effusion: none.", "Pleural Effusion 0"},
        Said{"No fracture is identified.", "Fracture 0"},
        Said{"Pneumonia is unlikely.", "Pneumonia 0"}));

INSTANTIATE_TEST_SUITE_P(
    WhereDenialsEnd, Sentences,
    ::testing::Values(
        Said{"No pneumothorax, small left effusion.", "Pneumothorax 0, Pleural Effusion 1"},
        Said{"No pneumothorax but a small effusion.", "Pneumothorax 0, Pleural Effusion 1"},
        Said{"No effusion and stable mild cardiomegaly.", "Cardiomegaly 1, Pleural Effusion 0"},
        Said{"Cardiomegaly without overt edema.", "Cardiomegaly 1, Edema 0"},
        Said{"No significant change in the left effusion.", "Pleural Effusion 1"},
        Said{"The effusion is not significantly changed.", "Pleural Effusion 1"},
        Said{"Unchanged effusion.", "Pleural Effusion 1"},
        Said{"No effusion; consolidation at the left base.", "Consolidation 1, Pleural Effusion 0"},
        Said{"No pneumothorax is seen and there is a small effusion.",
             "Pneumothorax 0, Pleural Effusion 1"},
        Said{"No pneumothorax. Effusion.", "Pneumothorax 0, Pleural Effusion 1"},
        Said{"No consolidation, large effusion/pneumothorax.",
             "Consolidation 0, Pneumothorax 0, Pleural Effusion 0"},
        Said{"No comparison. Effusion.", "Pleural Effusion 1"}));

INSTANTIATE_TEST_SUITE_P(
    Hedges, Sentences,
    ::testing::Values(
        Said{"Possible small effusion.", "Pleural Effusion ?"},
        Said{"Opacity may represent atelectasis or consolidation.",
             "Lung Opacity 1, Consolidation ?, Atelectasis ?"},
        Said{"Pneumonia cannot be excluded.", "Pneumonia ?"},
        Said{"Pneumonia is not excluded.", "Pneumonia ?"},
        Said{"Left basilar atelectasis versus pneumonia.", "Pneumonia ?, Atelectasis ?"},
        Said{"Atelectasis or consolidation at the base.", "Consolidation ?, Atelectasis ?"},
        Said{"Findings concerning for pneumonia.", "Pneumonia ?"},
        Said{"?pneumonia", "Pneumonia ?"},
        Said{"Increased markings, possibly due to edema.", "Edema ?"},
        Said{"Likely atelectasis, small effusion.", "Atelectasis ?, Pleural Effusion 1"},
        Said{"Consolidation consistent with pneumonia.", "Consolidation 1, Pneumonia 1"},
        Said{"Early infiltrate.", "Lung Opacity 1"},
        Said{"Developing consolidation.", "Consolidation 1"},
        Said{"A rib fracture and probable compression fracture.", "Fracture 1"},
        Said{"Differential diagnosis includes atelectasis, small effusion, pneumonia.",
             "Pneumonia ?, Atelectasis ?, Pleural Effusion ?"}));

INSTANTIATE_TEST_SUITE_P(
    NeitherSeenNorSuspected, Sentences,
    ::testing::Values(Said{"Overlap could obscure a small nodule.", ""},
                      Said{"Rib fractures may not be visible.", ""},
                      Said{"CT is more sensitive in detecting small nodules.", ""},
                      Said{"If there is clinical concern for fracture, obtain rib views.", ""},
                      Said{"Findings consistent with history of pulmonary fibrosis.",
                           "Lung Opacity 1"}));

INSTANTIATE_TEST_SUITE_P(
    Statements, Sentences,
    ::testing::Values(Said{"The heart is enlarged.", "Cardiomegaly 1"},
                      Said{"Enlarged cardiac silhouette.", "Cardiomegaly 1"},
                      Said{"Heart size normal and lungs are clear.", "Cardiomegaly 0"},
                      Said{"The heart is not enlarged.", "Cardiomegaly 0"},
                      Said{"Heart size is not normal.", "Cardiomegaly 1"},
                      Said{"Heart and mediastinum are within normal limits.",
                           "Enlarged Cardiomediastinum 0, Cardiomegaly 0"},
                      Said{"Heart size is at the upper limits of normal.", "Cardiomegaly ?"},
                      Said{"Widening of the mediastinum.", "Enlarged Cardiomediastinum 1"},
                      Said{"No effusion and the heart is enlarged.",
                           "Cardiomegaly 1, Pleural Effusion 0"}));

INSTANTIATE_TEST_SUITE_P(
    OtherThings, Sentences,
    ::testing::Values(Said{"History of pneumonia.", ""}, Said{"Pericardial effusion.", ""},
                      Said{"Subcutaneous emphysema.", ""}, Said{"Left breast mass.", ""},
                      Said{"Right hemithorax is clear.", ""},
                      Said{"Mild pnuemothorax.", "Pneumothorax 1"},
                      Said{"Caridomegaly with efusion.", "Cardiomegaly 1"},
                      Said{"Endotracheal tube in good position.", "Support Devices 1"},
                      Said{"Old rib fractures.", "Fracture 1"},
                      Said{"PLEURAL EFFUSION IS PRESENT", "Pleural Effusion 1"}));

TEST(NoFinding, IsPresentWhereNothingButDevicesIsPresentOrUncertain) {
  EXPECT_EQ(no_finding("Heart size normal and lungs are clear. No effusion."), State::present);
  EXPECT_EQ(no_finding("PICC line in place. No pneumothorax."), State::present);
  EXPECT_EQ(no_finding("Possible pneumonia."), State::not_mentioned);
  EXPECT_EQ(no_finding("Small effusion."), State::not_mentioned);
}

TEST(NoFinding, IsNotSaidOfAReportWithoutAWord) {
  EXPECT_EQ(no_finding(""), State::not_mentioned);
  EXPECT_EQ(no_finding("INDICATION: pneumonia?"), State::not_mentioned);
  EXPECT_EQ(no_finding("\n\n 1. 2. ..."), State::not_mentioned);
}

TEST(Sections, OfIndicationAndComparisonAreNotRead) {
  EXPECT_EQ(labels_of("INDICATION: Rule out pneumothorax.\nCOMPARISON: Effusion on prior film.\n"
                      "FINDINGS: Clear lungs.\nIMPRESSION: Cardiomegaly."),
            "Cardiomegaly 1");
  EXPECT_EQ(labels_of("Effusion before any heading.\nIMPRESSION: Cardiomegaly."), "Cardiomegaly 1");
  EXPECT_EQ(labels_of("FINDINGS: Clear.\r\nADDENDUM: Small effusion.\r\n"), "Pleural Effusion 1");
}

TEST(Sections, OfOtherPartsOfTheBodyAreNotRead) {
  EXPECT_EQ(labels_of("FINDINGS: Chest. No effusion. Left knee. Joint effusion, old fracture. "
                      "IMPRESSION: 1. Chest. No pneumothorax. 2. Hand: Displaced fracture."),
            "Pneumothorax 0, Pleural Effusion 0");
}

TEST(Sections, WithoutAnImpressionHeadingTheLastParagraphIsRead) {
  EXPECT_EQ(labels_of("HISTORY: Pneumonia.\n\nThe heart is enlarged. No effusion."),
            "Cardiomegaly 1, Pleural Effusion 0");
}

TEST(Aggregation, TakesPresentBeforeUncertainBeforeAbsent) {
  EXPECT_EQ(labels_of("No effusion. Possible effusion."), "Pleural Effusion ?");
  EXPECT_EQ(labels_of("No effusion. Possible effusion. Small effusion."), "Pleural Effusion 1");
}

TEST(TwoValues, CountWhatIsLikelyAsPresentAndWhatIsPossibleAsAbsent) {
  EXPECT_THAT(labels_of("Probable atelectasis.", "nih14"), ::testing::HasSubstr("Atelectasis 1"));
  EXPECT_THAT(labels_of("Atelectasis versus edema.", "nih14"),
              ::testing::HasSubstr("Atelectasis 1"));
  EXPECT_THAT(labels_of("Possible atelectasis.", "nih14"), ::testing::HasSubstr("Atelectasis 0"));
  // The weaker hedge decides.
  EXPECT_THAT(
      labels_of("Opacity may represent atelectasis versus edema.", "nih14"),
      ::testing::AllOf(::testing::HasSubstr("Atelectasis 0"), ::testing::HasSubstr("Edema 0")));
}

TEST(TwoValues, FollowTheConceptsOfChestXray14) {
  // An enlarged silhouette may be an effusion around the heart; an infection need not be a
  // pneumonia, nor a bulla emphysema. Effusions around the heart count.
  EXPECT_EQ(labels_of("Enlarged cardiac silhouette.", "nih14"), "");
  EXPECT_EQ(labels_of("Tuberculosis or other infection.", "nih14"), "");
  EXPECT_EQ(labels_of("Apical bullae.", "nih14"), "");
  EXPECT_EQ(labels_of("Pericardial effusion.", "nih14"), "Effusion 1");
  EXPECT_EQ(labels_of("Heart size is at the upper limits of normal. Clear lungs.", "nih14"),
            "normal 1");
}

TEST(Mentions, CarryTheirWordsTriggerAndRule) {
  const std::string text = "FINDINGS: There is no evidence of pleural effusion.";
  Workspace work;
  std::vector<Mention> mentions;
  find_mentions(text, rules(), work, mentions);
  ASSERT_EQ(mentions.size(), 1U);
  const Mention& mention = mentions[0];
  EXPECT_EQ(rules().signs[mention.sign].id, "pleural_effusion");
  EXPECT_EQ(text.substr(mention.span.begin, mention.span.end - mention.span.begin),
            "pleural effusion");
  EXPECT_EQ(text.substr(mention.trigger.begin, mention.trigger.end - mention.trigger.begin),
            "no evidence of");
  EXPECT_EQ(name(mention.reason), "absent-before");
  EXPECT_EQ(rules().sections[mention.section], "findings");
}

TEST(Text, OfAnyBytesIsRead) {
  EXPECT_EQ(labels_of(std::string_view("No\0effusion", 11)), "Pleural Effusion 0");
  EXPECT_EQ(labels_of("\xff\xfe effusion \xc3"), "Pleural Effusion 1");
  EXPECT_EQ(labels_of("No pleural\r\neffusion"), "Pleural Effusion 0");
  EXPECT_EQ(labels_of(std::string(100000, '(')), "");
}

}  // namespace
}  // namespace secondsite::labels
