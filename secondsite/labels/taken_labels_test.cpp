#include "secondsite/labels/taken_labels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "secondsite/core/file.h"
#include "secondsite/core/registry.h"
#include "secondsite/labels/coded_states.h"
#include "secondsite/labels/external_program.h"
#include "secondsite/labels/sr_report.h"

namespace secondsite::labels {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

const Labeler& labeler(const char* id) {
  return **core::find_entry(labelers::all(), id, "labeler");
}

dicom::ContentItem code(std::size_t parent, std::uint32_t depth, dicom::Concept name,
                        dicom::Concept value) {
  dicom::ContentItem out;
  out.parent = parent;
  out.depth = depth;
  out.type = "CODE";
  out.name = std::move(name);
  out.code = std::move(value);
  return out;
}

dicom::ContentItem container(std::size_t parent, std::uint32_t depth, const char* meaning) {
  dicom::ContentItem out;
  out.parent = parent;
  out.depth = depth;
  out.type = "CONTAINER";
  out.name.meaning = meaning;
  return out;
}

const dicom::Concept finding{"121071", "DCM", "Finding"};

TEST(DicomSr, GivesFindingsWithTheirPresence) {
  dicom::StructuredReport report;
  report.items = {container(dicom::ContentItem::none, 0, "Report"),
                  code(0, 1, finding, {"19242006", "SCT", "Edema"}),
                  code(0, 1, finding, {"36118008", "SCT", "Pneumothorax"}),
                  code(2, 2, {"705057003", "SCT", "Presence"}, {"2667000", "SCT", "Absent"}),
                  code(0, 1, {"233604007", "SCT", "Pneumonia"}, {"x", "99LOCAL", "Possible"}),
                  code(0, 1, {"8186001", "SCT", "Cardiomegaly"}, {"373066001", "SCT", "Yes"}),
                  code(0, 1, {"363698007", "SCT", "Finding Site"}, {"39607008", "SCT", "Lung"})};
  const auto states = labeler("dicom_sr").read(record_of(report));
  ASSERT_TRUE(states);
  EXPECT_THAT(
      states->states,
      ElementsAre(Pair("Edema", State::present), Pair("Pneumothorax", State::absent),
                  Pair("Pneumonia", State::uncertain), Pair("Cardiomegaly", State::present)));
  EXPECT_FALSE(labeler("dicom_sr").read(core::Json::object()));
}

TEST(DicomSr, TextsStandUnderTheNamesOfTheirSections) {
  dicom::StructuredReport report;
  report.items = {container(dicom::ContentItem::none, 0, "Radiology report"),
                  container(0, 1, "Findings"), container(0, 1, "Impressions")};
  dicom::ContentItem text;
  text.type = "TEXT";
  text.depth = 2;
  text.name.meaning = "Finding";
  text.parent = 1;
  text.text = "Large heart.";
  report.items.insert(report.items.begin() + 2, text);
  text.parent = 3;
  text.text = "Cardiomegaly.";
  report.items.push_back(text);
  EXPECT_EQ(narrative_of(report), "FINDINGS:\nLarge heart.\n\nIMPRESSIONS:\nCardiomegaly.");
}

TEST(CodedStates, AreKnownByCodeBeforeWords) {
  EXPECT_EQ(state_of_code("2667000", "whatever"), State::absent);
  EXPECT_EQ(state_of_code("", "Not detected"), State::absent);
  EXPECT_EQ(state_of_code("", "Suspected"), State::uncertain);
  EXPECT_EQ(state_of_code("POS", ""), State::present);
  EXPECT_EQ(state_of_code("19242006", "Pulmonary edema"), std::nullopt);
  EXPECT_EQ(state_of_code("", ""), std::nullopt);
}

TEST(Fhir, ReadsCodesComponentsAndInterpretations) {
  const auto read = [](const char* json) {
    const auto states = labeler("fhir").read(*core::parse_json(json, "t"));
    return states ? states->states : NamedStates{{"error", State::not_mentioned}};
  };
  EXPECT_THAT(read(R"({"resourceType": "Observation", "code": {"text": "Edema"},
                       "valueCodeableConcept": {"coding": [{"code": "260385009"}]}})"),
              ElementsAre(Pair("Edema", State::absent)));
  EXPECT_THAT(read(R"({"resourceType": "Observation", "code": {"text": "Chest"}, "component": [
                       {"code": {"text": "Mass"}, "valueBoolean": true},
                       {"code": {"text": "Edema"}, "interpretation": [{"coding": [{"code": "IND"}]}]}]})"),
              ElementsAre(Pair("Mass", State::present), Pair("Edema", State::uncertain)));
  EXPECT_THAT(read(R"({"resourceType": "Observation", "status": "entered-in-error",
                       "code": {"text": "Edema"}, "valueBoolean": true})"),
              ElementsAre());
  EXPECT_THAT(read(R"({"resourceType": "Observation", "status": "entered-in-error", "component": [
                       {"code": {"text": "Mass"}, "valueBoolean": true}]})"),
              ElementsAre());
  EXPECT_THAT(read(R"({"resourceType": "DiagnosticReport", "status": "entered-in-error",
                       "conclusionCode": [{"text": "Edema"}]})"),
              ElementsAre());
}

TEST(Fhir, ReadsWordsAsCodesAndShowsThoseItDoesNotKnow) {
  const auto read = [](const std::string& words) {
    return labeler("fhir").read(
        {{"resourceType", "Observation"}, {"code", {{"text", "Edema"}}}, {"valueString", words}});
  };
  for (const char* words : {"not present", "Absent.", "not seen", "Not detected. "})
    EXPECT_THAT(read(words)->states, ElementsAre(Pair("Edema", State::absent))) << words;
  for (const char* words : {"detected", "Present.", "yes"})
    EXPECT_THAT(read(words)->states, ElementsAre(Pair("Edema", State::present))) << words;
  const auto odd = read("as\033[31m before");
  EXPECT_TRUE(odd->states.empty());
  ASSERT_EQ(odd->unread.size(), 1U);
  EXPECT_EQ(odd->unread[0].words, "as [31m before");
}

class JsonFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "json-labels";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  TakenLabels taken(const std::string& name, const char* id = "", const char* of = "fhir") {
    auto out = take_labels(folder_ + name, labeler(of), id, {}, findings_);
    EXPECT_TRUE(out) << (out ? "" : out.error().text());
    return out ? *out : TakenLabels{};
  }
  void write(const std::string& name, const std::string& text) {
    ASSERT_TRUE(core::write_file(folder_ + name, text));
  }
  std::string folder_;
  core::Findings findings_;
};

constexpr const char* observation =
    "{\"resourceType\": \"Observation\", \"id\": \"o1\",\n \"subject\": {\"reference\": "
    "\"Patient/7\"},\n \"code\": {\"text\": \"Edema\"}, \"valueBoolean\": true}\n";

TEST_F(JsonFiles, MayBeDocumentsListsLinesOrAFolder) {
  write("/pretty.json", observation);
  EXPECT_THAT(taken("/pretty.json").ids, ElementsAre("o1"));
  EXPECT_THAT(taken("/pretty.json", "subject.reference").ids, ElementsAre("Patient/7"));
  write("/list.json", std::string("[") + observation + ", " + observation + "]");
  EXPECT_THAT(taken("/list.json").ids, ElementsAre("o1"));
  write("/broken.json", "{\"resourceType\": ");
  const TakenLabels all = taken("", "subject.reference");
  EXPECT_THAT(all.ids, ElementsAre("Patient/7"));
  EXPECT_EQ(findings_.count("label.not-a-report"), 1U);
  write("/lines.json", "{\"id\": \"a\", \"Edema\": 1}\n{\"id\": \"b\", \"Edema\": -1}\n");
  EXPECT_THAT(taken("/lines.json", "", "columns").ids, ElementsAre("a", "b"));
}

TEST_F(JsonFiles, EachRowOfATableKeepsItsOwnLabelsWhereIdsAreRepeated) {
  write("/twice.csv", "id,Edema,Mass\nd,,\nd,1,0\ne,1,1\nd,0,1\n");
  const TakenLabels rows = taken("/twice.csv", "id", "columns");
  EXPECT_EQ(csv_of(rows), "id,Edema,Mass\nd,,\nd,1,0\ne,1,1\nd,0,1\n");
  EXPECT_EQ(counts_of(rows)[0]["present"], 2);
  EXPECT_EQ(findings_.count("label.repeated-id"), 2U);
}

std::string of_subject(const char* subject, const char* label, const char* more = "") {
  return std::string(R"({"resource": {"resourceType": "Observation", "subject": {"reference": ")") +
         subject + R"("}, "code": {"text": ")" + label + R"("}, "valueBoolean": true)" + more +
         "}}";
}

TEST_F(JsonFiles, ABundleOfSeveralPatientsIsARowForEach) {
  const std::string head = R"({"resourceType": "Bundle", "id": "b1", "entry": [)";
  write("/many.json", head + of_subject("Patient/1", "Edema") + "," +
                          of_subject("Patient/2", "Mass") + "," + of_subject("Patient/1", "Mass") +
                          "]}\n");
  const std::string two = "id,Edema,Mass\nPatient/1,1,1\nPatient/2,,1\n";
  EXPECT_EQ(csv_of(taken("/many.json")), two);
  EXPECT_EQ(csv_of(taken("/many.json", "subject.reference")), two);
  // One patient: the Bundle's id, or the subject where that is asked for; or a row an encounter.
  write("/one.json",
        head + of_subject("Patient/1", "Edema", R"(, "encounter": {"reference": "Encounter/8"})") +
            "," +
            of_subject("Patient/1", "Mass", R"(, "encounter": {"reference": "Encounter/9"})") +
            "]}\n");
  EXPECT_EQ(csv_of(taken("/one.json")), "id,Edema,Mass\nb1,1,1\n");
  EXPECT_EQ(csv_of(taken("/one.json", "subject.reference")), "id,Edema,Mass\nPatient/1,1,1\n");
  EXPECT_EQ(csv_of(taken("/one.json", "encounter.reference")),
            "id,Edema,Mass\nEncounter/8,1,\nEncounter/9,,1\n");
  // What names nobody belongs to the only one named, and to none of several.
  const std::string nobody =
      R"({"resource": {"resourceType": "Observation", "code": {"text": "Mass"},
          "valueBoolean": false}})";
  const auto lines = [](std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text + "\n";
  };
  write("/alone.json", lines(head + nobody + "," + of_subject("Patient/1", "Edema") + "]}"));
  EXPECT_EQ(csv_of(taken("/alone.json", "subject.reference")), "id,Edema,Mass\nPatient/1,1,0\n");
  write("/nobody.json", lines(head + nobody + "," + of_subject("Patient/1", "Edema") + "," +
                              of_subject("Patient/2", "Edema") + "]}"));
  EXPECT_EQ(csv_of(taken("/nobody.json")), "id,Mass,Edema\nb1,0,\nPatient/1,,1\nPatient/2,,1\n");
  EXPECT_TRUE(findings_.empty());
}

TEST_F(JsonFiles, AnIdThatNoRecordHasIsRefusedAndOneThatSomeLackCounted) {
  write("/ids.jsonl",
        "{\"id\": \"a\", \"study\": \"s\", \"Edema\": 1}\n"
        "{\"id\": \"b\", \"Edema\": 0}\n");
  EXPECT_THAT(taken("/ids.jsonl", "study", "columns").ids, ElementsAre("s", "b"));
  EXPECT_EQ(findings_.count("label.absent-id"), 1U);
  const auto wrong =
      take_labels(folder_ + "/ids.jsonl", labeler("columns"), "stuby", {}, findings_);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code(), "label.absent-id");
  EXPECT_THAT(wrong.error().text(), ::testing::HasSubstr("did you mean \"study\""));
}

TEST_F(JsonFiles, WordsThatAreNoStateAndContradictionsAreCounted) {
  write("/odd.jsonl", R"({"id": "a", "labels": {"Edema": "maybe", "Mass": 7, "Nodule": 1}}
{"id": "b", "labels": {"Edema": "perhaps", "Nodule": 0}}
{"id": "b", "note": "words", "Nodule": 1}
{"id": "c", "Nodule": "?!", "note": "words"}
{"id": "d", "Nodule": "?!", "Other": 1}
)");
  const TakenLabels out = taken("/odd.jsonl", "", "columns");
  EXPECT_THAT(out.ids, ElementsAre("a", "b", "d"));
  EXPECT_EQ(findings_.count("label.unread-state"), 5U);  // not "note", which is no label
  EXPECT_EQ(findings_.count("label.contradiction"), 1U);
  std::string words;
  for (const core::Finding& each : findings_.sorted()) words += each.message;
  EXPECT_THAT(words, ::testing::HasSubstr(R"("maybe", "perhaps")"));
}

TakenLabels asked(const std::string& command, const std::string& lines, core::Findings& findings,
                  std::string* error = nullptr) {
  std::istringstream in(lines);
  const auto source = json_lines(in, "test", {});
  auto out = ask_program(*source, command, labeler("program"), {}, findings);
  if (!out && error != nullptr) *error = out.error().code();
  return out ? *std::move(out) : TakenLabels{};
}

TEST(Program, IsAskedForEachReportAndAnswersInAnyOrder) {
  core::Findings findings;
  // Ids only, in reverse, with a line that is no answer and one nobody asked for.
  const TakenLabels found = asked(
      "sed -E 's/.*\"id\":\"([^\"]*)\".*/{\"id\":\"\\1\",\"labels\":{\"Edema\":1}}/' | tac; "
      "echo nonsense; echo '{\"id\":\"zz\",\"Edema\":1}'",
      "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"y\"}\n", findings);
  EXPECT_THAT(found.ids, ElementsAre("a", "b"));
  EXPECT_EQ(found.table.states.at("a"), std::vector<State>{State::present});
  EXPECT_EQ(findings.count("label.not-a-report"), 1U);
  EXPECT_EQ(findings.count("label.program-unasked"), 1U);
}

TEST(Program, AnswersThatAreNoStateOrContradictOneAnotherAreCounted) {
  core::Findings findings;
  const TakenLabels found = asked(
      "cat >/dev/null; echo '{\"id\":\"a\",\"labels\":{\"Edema\":\"maybe\",\"Mass\":7}}'; "
      "echo '{\"id\":\"b\",\"error\":\"no memory\"}'; echo '{\"id\":\"c\",\"Mass\":1}'; "
      "echo '{\"id\":\"c\",\"Mass\":0}'",
      "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"y\"}\n"
      "{\"id\": \"c\", \"text\": \"z\"}\n",
      findings);
  EXPECT_THAT(found.ids, ElementsAre("a", "b", "c"));
  EXPECT_EQ(findings.count("label.unread-state"), 3U);
  EXPECT_EQ(findings.count("label.contradiction"), 1U);
}

TEST(Program, ThatIsSilentFailsOrGoesAwayIsToldSo) {
  const std::string one = "{\"id\": \"a\", \"text\": \"x\"}\n";
  core::Findings findings;
  EXPECT_THAT(asked("cat >/dev/null", one, findings).ids, ElementsAre("a"));
  EXPECT_EQ(findings.count("label.program-silent"), 1U);
  std::string error;
  asked("exit 3", one, findings, &error);
  EXPECT_EQ(error, "label.program-failed");
  error.clear();
  asked("no-such-program-here 2>/dev/null", one, findings, &error);
  EXPECT_EQ(error, "label.program-failed");
  // It reads nothing of a great deal, and ends well.
  std::string many;
  for (int i = 0; i < 2000; ++i)
    many +=
        "{\"id\": \"" + std::to_string(i) + "\", \"text\": \"" + std::string(2000, 'x') + "\"}\n";
  core::Findings silent;
  EXPECT_EQ(asked("true", many, silent).ids.size(), 2000U);
  EXPECT_EQ(silent.count("label.program-silent"), 2000U);
  // It answers more than a pipe holds before it reads: neither side waits for ever.
  core::Findings loud;
  EXPECT_EQ(
      asked("head -c 3000000 /dev/zero | tr '\\0' '\\n'; cat >/dev/null", many, loud).ids.size(),
      2000U);
}

}  // namespace
}  // namespace secondsite::labels
