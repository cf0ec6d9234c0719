#include <gmock/gmock.h>

#include "secondsite/cohort/dataset_fixture.h"
#include "secondsite/cohort/workbook_fixture.h"
#include "secondsite/readers/study/formats.h"

namespace secondsite::readers::study {
namespace {

using cohort::SheetRows;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;

class Jafroc : public cohort::DatasetTest {
 protected:
  core::Result<Reads> read(const SheetRows& truth, const SheetRows& on_lesions,
                           const SheetRows& false_marks, bool highest = false) {
    const std::string path = (folder_ / "study.xlsx").string();
    cohort::write_workbook(path, {{"Truth", truth}, {"TP", on_lesions}, {"FP", false_marks}});
    const auto book = cohort::Workbook::open(path);
    if (!book) return core::Error(book.error());
    EXPECT_TRUE(is_jafroc(*book));
    return reads_from_jafroc(*book, highest, findings);
  }
  std::string code(const SheetRows& truth, const SheetRows& on_lesions,
                   const SheetRows& false_marks) {
    const auto reads = read(truth, on_lesions, false_marks);
    return reads ? "" : reads.error().code();
  }
};

const SheetRows marked_truth = {{"CaseID", "LesionID", "Weight"},
                                {"1", "0", "0"},
                                {"2", "0", "0"},
                                {"70", "1", "0.3"},
                                {"70", "2", "0.7"},
                                {"71", "1", "0"},
                                {"71", "2", "0"}};
const SheetRows lesion_marks = {{"ReaderID", "ModalityID", "CaseID", "LesionID", "TP_Rating"},
                                {"1", "1", "70", "2", "4"},
                                {"1", "1", "71", "1", "3"},
                                {"2", "1", "70", "1", "5"}};
const SheetRows other_marks = {{"ReaderID", "ModalityID", "CaseID", "FP_Rating"},
                               {"1", "1", "1", "2"},
                               {"1", "1", "1", "6"},
                               {"1", "1", "70", "9"},
                               {"2", "1", "2", "1"}};

TEST_F(Jafroc, marks_come_with_their_lesions_and_weights_that_add_up_to_one) {
  const auto reads = read(marked_truth, lesion_marks, other_marks);
  ASSERT_TRUE(reads) << reads.error().text();
  EXPECT_TRUE(reads->is_localisation());
  EXPECT_THAT(reads->readers, ElementsAre("1", "2"));
  EXPECT_EQ(reads->positives(), 2U);
  EXPECT_EQ(findings.count("study.jafroc-kind"), 1U);
  const auto slot = [&](const std::string& name) {
    return reads->slot_begin[static_cast<std::size_t>(
        std::find(reads->cases.begin(), reads->cases.end(), name) - reads->cases.begin())];
  };
  EXPECT_THAT(reads->weight[slot("70")], DoubleEq(0.3));
  EXPECT_THAT(reads->weight[slot("71")], DoubleEq(0.5));  // zeros throughout count alike
  EXPECT_EQ(reads->at(reads->cell(0, 0), slot("1")), 6);  // the highest false mark
  EXPECT_EQ(reads->at(reads->cell(0, 0), slot("70") + 1), 4);
  EXPECT_EQ(reads->at(reads->cell(0, 1), slot("70")), 5);
}

TEST_F(Jafroc, the_highest_mark_of_a_case_may_be_its_rating) {
  const auto reads = read(marked_truth, lesion_marks, other_marks, true);
  ASSERT_TRUE(reads) << reads.error().text();
  EXPECT_FALSE(reads->is_localisation());
  EXPECT_EQ(reads->at(reads->cell(0, 0), 2), 9);  // a false mark outside the lesions of case 70
}

TEST_F(Jafroc, one_rating_a_read_is_a_study_of_ratings_unless_the_sheet_says_marks) {
  SheetRows truth = {{"CaseID", "LesionID", "Weight", "Paradigm"}};
  SheetRows diseased = {{"ReaderID", "ModalityID", "CaseID", "LesionID", "TP_Rating"}};
  SheetRows healthy = {{"ReaderID", "ModalityID", "CaseID", "FP_Rating"}};
  for (int k = 1; k <= 21; ++k) {
    const std::string name = std::to_string(k);
    truth.push_back({name, k > 10 ? "1" : "0", k > 10 ? "1" : "0", ""});
    for (const char* reader : {"1", "2"}) {
      if (k > 10)
        diseased.push_back({reader, "1", name, "1", name});
      else if (k > 1 || *reader == '2')
        healthy.push_back({reader, "1", name, name});
    }
  }
  const auto guessed = read(truth, diseased, healthy);
  ASSERT_TRUE(guessed) << guessed.error().text();
  EXPECT_FALSE(guessed->has(0, 0));  // reader 1 did not read case 1
  EXPECT_EQ(findings.count("study.jafroc-kind"), 1U);
  truth[1][3] = "FROC";
  const auto stated = read(truth, diseased, healthy);
  ASSERT_TRUE(stated) << stated.error().text();
  EXPECT_TRUE(stated->has(0, 0));  // did, and marked nothing
  EXPECT_EQ(findings.count("study.jafroc-kind"), 1U);
  truth[1][3] = "ROC";
  const auto ratings = read(truth, diseased, healthy);
  ASSERT_TRUE(ratings) << ratings.error().text();
  EXPECT_FALSE(ratings->has(0, 0));
}

TEST_F(Jafroc, sheets_that_contradict_each_other_are_errors) {
  EXPECT_EQ(code(marked_truth, lesion_marks, {}), "");  // nobody marked anything falsely
  const auto with = [](SheetRows rows, std::vector<std::string> row) {
    rows.push_back(std::move(row));
    return rows;
  };
  EXPECT_EQ(code(with(marked_truth, {"1", "1", "1"}), lesion_marks, other_marks),
            "study.truth-differs");
  EXPECT_EQ(code(with(marked_truth, {"72", "1", "heavy"}), lesion_marks, other_marks),
            "study.rating-not-a-number");
  EXPECT_EQ(code(marked_truth, with(lesion_marks, {"1", "1", "70", "3", "4"}), other_marks),
            "study.lesion-unknown");
  EXPECT_EQ(code(marked_truth, lesion_marks, with(other_marks, {"1", "1", "99", "4"})),
            "study.truth-missing");
  EXPECT_EQ(code(marked_truth, lesion_marks, with(other_marks, {"1", "1", "1", "high"})),
            "study.rating-not-a-number");
  EXPECT_EQ(code({{"Case", "Weight"}, {"1", "0"}}, lesion_marks, other_marks),
            "study.column-unknown");
  EXPECT_EQ(code({}, lesion_marks, other_marks), "table.empty");
}

TEST_F(Jafroc, lines_that_stand_twice_are_counted_and_do_not_weigh_twice) {
  SheetRows truth = marked_truth;
  truth.push_back({"70", "1", "0.3"});
  truth.push_back({"1", "0", "0"});
  const auto reads = read(truth, lesion_marks, other_marks);
  ASSERT_TRUE(reads) << reads.error().text();
  EXPECT_EQ(findings.count("study.lesion-twice"), 2U);
  EXPECT_EQ(reads->weight.size(), 2U + 4U);  // two healthy cases, two lesions each of the others
  truth.push_back({"70", "1", "0.4"});
  EXPECT_EQ(code(truth, lesion_marks, other_marks), "study.truth-differs");
}

TEST_F(Jafroc, a_blank_rating_is_no_mark_and_a_negative_weight_is_none) {
  SheetRows marks = lesion_marks;
  marks.push_back({"2", "1", "71", "1", ""});
  const auto reads = read(marked_truth, marks, other_marks);
  ASSERT_TRUE(reads) << reads.error().text();
  EXPECT_EQ(findings.count("study.blank-rating"), 1U);
  EXPECT_EQ(code({{"CaseID", "LesionID", "Weight"}, {"1", "0", "0"}, {"70", "1", "-1"}}, {}, {}),
            "study.rating-not-a-number");
}

TEST_F(Jafroc, a_workbook_that_lacks_one_of_its_sheets_says_which) {
  const std::string path = (folder_ / "two.xlsx").string();
  cohort::write_workbook(path, {{"Truth", marked_truth}, {"TP", lesion_marks}});
  const auto book = cohort::Workbook::open(path);
  ASSERT_TRUE(is_jafroc(*book));
  const auto reads = reads_from_jafroc(*book, false, findings);
  ASSERT_FALSE(reads);
  EXPECT_EQ(reads.error().code(), "study.sheet-missing");
  EXPECT_THAT(reads.error().what(), HasSubstr("FP"));
}

TEST_F(Jafroc, a_workbook_of_other_sheets_is_none) {
  const std::string path = (folder_ / "other.xlsx").string();
  cohort::write_workbook(path, {{"Truth", marked_truth}, {"Marks", other_marks}});
  EXPECT_FALSE(is_jafroc(*cohort::Workbook::open(path)));
}

}  // namespace
}  // namespace secondsite::readers::study
