#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/check.h"
#include "secondsite/cohort/column_words.h"
#include "secondsite/cohort/labels_scores.h"
#include "secondsite/cohort/selection.h"
#include "secondsite/core/config.h"

namespace secondsite::cohort {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Rows = std::vector<std::vector<std::string>>;

Table make(std::vector<std::string> names, const Rows& rows, std::string origin = "t.csv") {
  auto table = table_from_texts(std::move(origin), std::move(names), rows);
  EXPECT_TRUE(table);
  return *table;
}

TEST(Join, CountsUnmatchedRowsOnBothSides) {
  const Table left =
      make({"id", "x"}, {{"b", "1"}, {"a", "2"}, {"z", "3"}, {"a", "4"}, {"", "5"}}, "left.csv");
  const Table right = make(
      {"key", "y"}, {{"a", "10"}, {"b", "20"}, {"c", "30"}, {"d", "40"}, {"", "50"}}, "right.csv");
  core::Findings findings;
  const auto joined = join(left, "id", right, "key", findings);
  ASSERT_TRUE(joined) << joined.error().text();
  EXPECT_EQ(csv_text(*joined), "id,x,y\nb,1,20\na,2,10\na,4,10\n");
  for (const core::Finding& finding : findings.sorted()) {
    EXPECT_EQ(finding.code, "table.join-unmatched");
    EXPECT_EQ(finding.count, finding.subject == "left.csv" ? 2U : 3U);
  }
  EXPECT_EQ(findings.count("table.join-unmatched"), 5U);
}

TEST(Join, NamesBothRowsOfADuplicateKeyOnTheRight) {
  const Table left = make({"id"}, {{"a"}});
  const Table right = make({"id", "y"}, {{"a", "1"}, {"b", "2"}, {"a", "3"}}, "right.csv");
  core::Findings findings;
  const auto joined = join(left, "id", right, "id", findings);
  ASSERT_FALSE(joined);
  EXPECT_EQ(joined.error().code(), "table.duplicate-key");
  EXPECT_THAT(joined.error().what(), HasSubstr("row 1 and again in row 3"));
}

TEST(Join, RenamesAClashAndDropsACopy) {
  const Table left = make({"id", "Edema", "sex"}, {{"a", "1", "F"}, {"b", "0", "M"}}, "truth.csv");
  const Table right =
      make({"id", "Edema", "sex"}, {{"a", "0.9", "F"}, {"b", "0.1", "M"}}, "dir/model_7.csv.gz");
  core::Findings findings;
  const auto joined = join(left, "id", right, "id", findings);
  ASSERT_TRUE(joined);
  EXPECT_THAT(joined->names(), ElementsAre("id", "Edema", "sex", "Edema (model_7)"));
  EXPECT_EQ(findings.count("table.join-renamed"), 1U);
  EXPECT_EQ(findings.count("table.join-same-column"), 1U);
  const Roles roles = guess_roles(*joined, {});
  ASSERT_EQ(roles.findings.size(), 1U);
  EXPECT_EQ(roles.findings[0].name, "Edema");
  EXPECT_EQ(roles.findings[0].label, "Edema");
  EXPECT_EQ(roles.findings[0].score, "Edema (model_7)");
}

TEST(Join, ShowsBothKeysWhereNoneAgrees) {
  core::Findings findings;
  const auto joined = join(make({"id"}, {{"a.png"}}), "id", make({"id"}, {{"a"}}), "id", findings);
  ASSERT_FALSE(joined);
  EXPECT_EQ(joined.error().code(), "table.join-nothing");
  EXPECT_THAT(joined.error().what(), HasSubstr("\"a.png\""));
}

TEST(Words, TakesNamesApart) {
  EXPECT_EQ(folded_name("PatientID"), "patient_id");
  EXPECT_EQ(folded_name("Patient ID"), "patient_id");
  EXPECT_EQ(folded_name("SOPInstanceUID"), "sop_instance_uid");
  EXPECT_EQ(finding_name("prob_Pleural_Thickening").shown, "Pleural_Thickening");
  EXPECT_EQ(finding_name("Edema_score").base, "edema");
  EXPECT_EQ(finding_name("y_true").kind, FindingName::Kind::label);
  EXPECT_EQ(finding_name("y_prob").kind, FindingName::Kind::score);
  EXPECT_EQ(finding_name("y_prob").base, "");
}

Rows cases(const std::vector<std::string>& extra = {}) {
  Rows rows;
  for (int i = 0; i < 40; ++i) {
    rows.push_back({"p" + std::to_string(i / 2), "img" + std::to_string(i),
                    i < 20 ? "North" : "South", i % 3 == 0 ? "F" : "M", std::to_string(30 + i),
                    std::to_string(0.01 * i), i % 4 == 0 ? "1" : "0"});
    for (const std::string& cell : extra) rows.back().push_back(cell);
  }
  return rows;
}
const std::vector<std::string> case_names = {"PatientID", "image_id", "Hospital", "Sex",
                                             "age",       "score",    "label"};

TEST(Roles, AreGuessedFromNamesAndContents) {
  const Roles roles = guess_roles(make(case_names, cases()), {});
  EXPECT_EQ(roles.patient, "PatientID");
  EXPECT_EQ(roles.image, "image_id");
  EXPECT_EQ(roles.site, "Hospital");
  EXPECT_THAT(roles.covariates, ElementsAre("Sex", "age"));
  ASSERT_EQ(roles.findings.size(), 1U);
  EXPECT_EQ(roles.findings[0].score, "score");
  EXPECT_EQ(roles.findings[0].label, "label");
  EXPECT_GE(roles.reasons.size(), 6U);
}

TEST(Roles, PairScoreAndLabelWordsAroundOneName) {
  const std::vector<std::pair<std::string, std::string>> pairs = {{"prob_Edema", "Edema"},
                                                                  {"Edema_score", "label_Edema"},
                                                                  {"pred_Edema", "Edema_gt"},
                                                                  {"Edema", "Edema_label"}};
  for (const auto& [score, label] : pairs) {
    const Roles roles =
        guess_roles(make({score, label}, {{"0.2", "1"}, {"0.7", "0"}, {"0.3", ""}}), {});
    ASSERT_EQ(roles.findings.size(), 1U) << score << " " << label;
    EXPECT_EQ(roles.findings[0].score, score);
    EXPECT_EQ(roles.findings[0].label, label);
    EXPECT_EQ(roles.findings[0].name, "Edema");
  }
}

TEST(Roles, TakeFindingsFromAListColumn) {
  const Table table =
      make({"prob_Pleural_Thickening", "prob_Mass", "Finding Labels"},
           {{".1", ".2", "Mass|Pleural_Thickening"}, {".3", ".4", "No Finding"}, {".5", ".5", ""}});
  const Roles roles = guess_roles(table, {});
  ASSERT_EQ(roles.findings.size(), 2U);
  EXPECT_EQ(roles.findings[0].listed_as, "Pleural_Thickening");
  core::Findings findings;
  const auto labels = read_labels(table, roles.findings[1], 1, findings);
  ASSERT_TRUE(labels);
  EXPECT_THAT(labels->state,
              ElementsAre(LabelState::positive, LabelState::negative, LabelState::missing));
}

TEST(Roles, PickTheSecondOfTwoClassProbabilities) {
  const Roles roles = guess_roles(
      make({"proba_0", "proba_1", "label"}, {{".8", ".2", "0"}, {".3", ".7", "1"}}), {});
  ASSERT_EQ(roles.findings.size(), 1U);
  EXPECT_EQ(roles.findings[0].score, "proba_1");
}

TEST(Roles, DoNotGuessWhichTextIsPositive) {
  const Roles roles =
      guess_roles(make({"score", "outcome"}, {{".8", "Good"}, {".3", "Poor"}, {".4", "Good"}}), {});
  EXPECT_TRUE(roles.findings.empty());
  EXPECT_THAT(roles.reasons, testing::Contains(HasSubstr("positive: [Poor]")));
}

TEST(Roles, DeriveThePatientFromPaths) {
  const Table table = make({"Study", "score", "label"}, {{"C/test/patient64741/study1", ".1", "0"},
                                                         {"C/test/patient64741/study2", ".2", "1"},
                                                         {"C/test/patient7/study1", ".3", "0"}});
  EXPECT_THAT(guess_roles(table, {}).reasons, testing::Contains(HasSubstr("can be derived")));
  const Table longer = with_patient_from_path(table, {});
  const Roles roles = guess_roles(longer, {});
  ASSERT_EQ(roles.patient, "patient (from Study)");
  EXPECT_THAT(longer.find(roles.patient)->cells->categories(1).levels,
              ElementsAre("patient64741", "patient7"));
}

core::Result<Roles> stated(const std::string& yaml) {
  const auto json = core::parse_yaml(yaml, "roles.yaml");
  EXPECT_TRUE(json);
  return roles_from(*json, "roles.yaml", make(case_names, cases()), {});
}

TEST(RolesFromYaml, OverruleTheGuessKeyByKey) {
  const auto roles = stated(
      "patient: image_id\nsite: null\ncovariates: [Sex]\nuncertain: negative\n"
      "findings: [{name: F, score: score, label: label, positive: [1], negative: 0}]\n");
  ASSERT_TRUE(roles) << roles.error().text();
  EXPECT_EQ(roles->patient, "image_id");
  EXPECT_EQ(roles->site, "");
  EXPECT_THAT(roles->covariates, ElementsAre("Sex"));
  EXPECT_EQ(roles->uncertain, UncertainPolicy::negative);
  EXPECT_EQ(roles->findings[0].name, "F");
  EXPECT_THAT(roles->findings[0].negative_values, ElementsAre("0"));
}

TEST(RolesFromYaml, RefuseUnknownKeysAndAbsentColumns) {
  EXPECT_EQ(stated("patiant: PatientID\n").error().code(), "config.unknown-key");
  EXPECT_THAT(stated("patiant: PatientID\n").error().what(), HasSubstr("patient"));
  EXPECT_EQ(stated("patient: PatientId\n").error().code(), "table.no-such-column");
  EXPECT_THAT(stated("patient: PatientId\n").error().what(), HasSubstr("PatientID"));
  EXPECT_EQ(stated("findings: [{score: score, lable: label}]\n").error().code(),
            "config.missing-key");
  EXPECT_EQ(stated("findings: [{score: score, label: label, lable: x}]\n").error().code(),
            "config.unknown-key");
  EXPECT_EQ(stated("findings: [{score: score, label: truth}]\n").error().code(),
            "table.no-such-column");
  EXPECT_EQ(stated("findings: score\n").error().code(), "config.wrong-type");
  EXPECT_EQ(
      stated("findings: [{score: score, label: label, positive: 1, negative: 1}]\n").error().code(),
      "roles.bad-values");
  EXPECT_EQ(stated("uncertain: maybe\n").error().code(), "config.bad-value");
}

TEST(RolesFromYaml, SurviveTheWayThroughJson) {
  const auto roles =
      stated("findings: [{name: F, score: score, label: label, positive: [Poor]}]\n");
  ASSERT_TRUE(roles);
  const auto again = roles_from(to_json(*roles), "json", make(case_names, cases()), {});
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(to_json(*again), to_json(*roles));
}

TEST(Labels, TellTheFiveStatesApart) {
  const Table table =
      make({"l"},
           {{"1"}, {"0.0"}, {"-1.0"}, {""}, {"2"}, {"Yes"}, {"absent"}, {"uncertain"}, {"maybe"}});
  core::Findings findings;
  const auto labels = read_labels(table, {.name = "F", .label = "l"}, 1, findings);
  ASSERT_TRUE(labels);
  using L = LabelState;
  EXPECT_THAT(labels->state,
              ElementsAre(L::positive, L::negative, L::uncertain, L::missing, L::outside,
                          L::positive, L::negative, L::uncertain, L::outside));
  EXPECT_EQ(findings.count("cohort.label-outside-set"), 2U);
  EXPECT_EQ(findings.count("cohort.label-uncertain"), 2U);
  EXPECT_EQ(findings.count("cohort.label-missing"), 1U);
  for (const core::Finding& finding : findings.sorted())
    if (finding.code == "cohort.label-outside-set") {
      EXPECT_THAT(finding.message, HasSubstr("\"2\""));
      EXPECT_EQ(finding.examples[0].row, 5U);
    }
}

TEST(Labels, FollowStatedValues) {
  const Table table = make({"l"}, {{"Poor"}, {"Good"}, {"good"}, {"1.0"}});
  core::Findings findings;
  using L = LabelState;
  const auto both = read_labels(
      table,
      {.name = "F", .label = "l", .positive_values = {"Poor", "1"}, .negative_values = {"Good"}}, 1,
      findings);
  EXPECT_THAT(both->state, ElementsAre(L::positive, L::negative, L::outside, L::positive));
  const auto one =
      read_labels(table, {.name = "F", .label = "l", .positive_values = {"Poor"}}, 1, findings);
  EXPECT_THAT(one->state, ElementsAre(L::positive, L::negative, L::negative, L::negative));
}

TEST(Labels, OfAListNeedTheItemExactly) {
  const Table table = make({"l"}, {{"Mass|Effusion"}, {"Massive"}});
  core::Findings findings;
  const auto labels = read_labels(
      table, {.name = "Mass", .label = "l", .separator = "|", .listed_as = "Mass"}, 1, findings);
  EXPECT_THAT(labels->state, ElementsAre(LabelState::positive, LabelState::negative));
  const auto none = read_labels(
      table, {.name = "x", .label = "l", .separator = "|", .listed_as = "effusion"}, 1, findings);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code(), "roles.item-not-listed");
  EXPECT_THAT(none.error().what(), HasSubstr("Effusion"));
}

TEST(Scores, CountWhatIsNotFiniteWithItsRow) {
  const Table table = make({"s"}, {{"0.5"}, {"nan"}, {"inf"}, {""}, {"0,93"}, {"1.769"}});
  core::Findings findings;
  const auto scores = read_scores(table, {.name = "F", .score = "s"}, 1, findings);
  ASSERT_TRUE(scores);
  using S = ScoreState;
  EXPECT_THAT(scores->state, ElementsAre(S::finite, S::not_a_number, S::infinite, S::missing,
                                         S::malformed, S::finite));
  EXPECT_EQ(scores->finite, 2U);
  EXPECT_EQ(scores->greatest, 1.769);
  EXPECT_FALSE(scores->within_unit());
  EXPECT_EQ(findings.count("cohort.score-not-finite"), 2U);
  EXPECT_EQ(findings.count("table.not-a-number"), 1U);
  for (const core::Finding& finding : findings.sorted())
    if (finding.code == "table.not-a-number") {
      EXPECT_THAT(finding.message, HasSubstr("decimal comma"));
    }
}

TEST(Scores, NameTheWrongCellInRow10417) {
  Rows rows(20000, {"0.25"});
  rows[10416] = {"high"};
  core::Findings findings;
  const auto scores =
      read_scores(make({"prob"}, rows), {.name = "F", .score = "prob"}, 2, findings);
  ASSERT_TRUE(scores);
  ASSERT_EQ(findings.count("table.not-a-number"), 1U);
  EXPECT_EQ(findings.sorted()[0].examples[0].text(), "t.csv, row 10417, column \"prob\"");
}

TEST(Scores, CountThousandsOfBadCellsAndKeepFiveExamples) {
  core::Findings findings;
  const auto scores =
      read_scores(make({"s"}, Rows(5000, {"x"})), {.name = "F", .score = "s"}, 1, findings);
  ASSERT_TRUE(scores);
  EXPECT_EQ(findings.count("table.not-a-number"), 5000U);
  EXPECT_EQ(findings.sorted()[0].examples.size(), 5U);
}

std::vector<std::uint8_t> kept(const std::string& filter) {
  const Table table =
      make({"view", "age", "Patient Sex"},
           {{"AP", "40", "F"}, {"PA", "39.5", "M"}, {"", "", ""}, {"AP LAT", "65", "F"}});
  const auto parsed = parse_filter(filter, "plan.yaml");
  EXPECT_TRUE(parsed) << parsed.error().text();
  const auto mask = apply(*parsed, table, 1);
  EXPECT_TRUE(mask) << mask.error().text();
  return *mask;
}

TEST(Filter, KeepsWhatItSays) {
  EXPECT_THAT(kept("view = AP"), ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(kept("view != AP"), ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(kept("age >= 40"), ElementsAre(1, 0, 0, 1));
  EXPECT_THAT(kept("age=40.0"), ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(kept("view in [AP LAT, \"PA\"]"), ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(kept("view not in [AP]"), ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(kept("view is blank"), ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(kept("view != blank"), ElementsAre(1, 1, 0, 1));
  EXPECT_THAT(kept("\"Patient Sex\" = F and age < 65"), ElementsAre(1, 0, 0, 0));
  EXPECT_THAT(kept(""), ElementsAre(1, 1, 1, 1));
}

TEST(Filter, ReadsBackItsOwnText) {
  for (const std::string text :
       {"view = AP and age >= 40", "\"a b\" in [\"x, y\", z] and c is present",
        "\"q\"\"q\" != \"blank\"", "v not in [A, \"B C\"]"}) {
    const auto filter = parse_filter(text, "");
    ASSERT_TRUE(filter) << filter.error().text();
    EXPECT_EQ(filter->text(), text);
    EXPECT_EQ(parse_filter(filter->text(), "")->text(), text);
  }
}

TEST(Filter, TeachesWhereItDoesNotParse) {
  for (const std::string text :
       {"view", "view =", "view = AP or age > 3", "Patient Sex = F", "view in AP", "view in [A",
        "view = \"A", "= 3", "view is AP", "view = AP age > 3"}) {
    const auto filter = parse_filter(text, "plan.yaml");
    ASSERT_FALSE(filter) << text;
    EXPECT_EQ(filter.error().code(), "cohort.filter-syntax");
    EXPECT_EQ(filter.error().where().file, "plan.yaml");
  }
}

TEST(Filter, ComparesNoTextsByOrder) {
  const Table table = make({"age"}, {{"40"}, {"63Y"}});
  EXPECT_EQ(apply(*parse_filter("age > old", ""), table, 1).error().code(),
            "cohort.filter-not-a-number");
  const auto bad = apply(*parse_filter("age > 3", ""), table, 1);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().where().row, 2U);
  EXPECT_EQ(apply(*parse_filter("agee > 3", ""), table, 1).error().code(), "table.no-such-column");
}

TEST(Bands, AreHalfOpenAndNamedAsPeopleWriteThem) {
  const Table table = make({"age"}, {{"39"}, {"40"}, {"64.9"}, {"65"}, {""}, {"nan"}});
  const auto bands = cut_bands(table, "age", {40, 65}, 1);
  ASSERT_TRUE(bands);
  EXPECT_THAT(bands->levels, ElementsAre("<40", "40–64", "65+"));
  EXPECT_THAT(bands->code, ElementsAre(0U, 1U, 1U, 2U, Categories::blank, Categories::blank));
  EXPECT_THAT(cut_bands(table, "age", {0.2, 0.4}, 1)->levels,
              ElementsAre("<0.2", "[0.2, 0.4)", "≥0.4"));
  EXPECT_EQ(cut_bands(table, "age", {65, 40}, 1).error().code(), "cohort.bad-bands");
  EXPECT_EQ(cut_bands(table, "age", {}, 1).error().code(), "cohort.bad-bands");
}

TEST(Cross, KeepsCombinationsThatOccur) {
  const Categories a{{"F", "M"}, {0, 1, 0, Categories::blank}};
  const Categories b{{"<40", "40+"}, {1, 1, 1, 0}};
  const Categories both = cross(a, b);
  EXPECT_THAT(both.levels, ElementsAre("F × 40+", "M × 40+"));
  EXPECT_THAT(both.code, ElementsAre(0U, 1U, 0U, Categories::blank));
}

TEST(Checks, CountEachOddity) {
  Rows rows = cases();
  rows[0][2] = "South";  // patient p0 at North too
  rows[5][1] = "img4";   // duplicate image
  rows[6][4] = "411";    // age
  rows[7][4] = "-3";
  rows[8][5] = "1.5";        // score
  rows[9][6] = "7";          // label
  rows.push_back(rows[11]);  // identical, which is a duplicate image too
  const Table table = make(case_names, rows);
  const Roles roles = *roles_from(
      *core::parse_yaml("findings: [{score: score, label: label}]", "y"), "y", table, {});
  core::Findings findings;
  run_checks(table, roles, {}, findings);
  EXPECT_EQ(findings.count("cohort.patient-in-two-sites"), 1U);
  EXPECT_EQ(findings.count("cohort.duplicate-image"), 2U);
  EXPECT_EQ(findings.count("cohort.implausible-age"), 2U);
  EXPECT_EQ(findings.count("cohort.score-outside-unit"), 1U);
  EXPECT_EQ(findings.count("cohort.label-outside-set"), 1U);
  EXPECT_EQ(findings.count("cohort.identical-rows"), 1U);
  EXPECT_EQ(findings.count("cohort.score-constant"), 0U);
  EXPECT_EQ(findings.count("cohort.one-class"), 0U);
}

TEST(Checks, SeeOneClassAndAConstantScore) {
  const Table table = make({"score", "label"}, {{"0.5", "0"}, {"0.5", "0"}, {"0.5", ""}});
  const Roles roles{.findings = {{.name = "F", .score = "score", .label = "label"}}};
  core::Findings findings;
  run_checks(table, roles, {}, findings);
  EXPECT_EQ(findings.count("cohort.one-class"), 1U);
  EXPECT_EQ(findings.count("cohort.score-constant"), 1U);
}

}  // namespace
}  // namespace secondsite::cohort
