#include "secondsite/readers/study/formats.h"

#include <gtest/gtest.h>

namespace secondsite::readers::study {
namespace {

constexpr const char* small =
    "Two readers\nN0:2\nN1:1\nNR:2\nNM:1\nBEGIN DATA:\n-1,a,truth,0\n-1,b,truth,0\n-1,c,truth,1\n"
    "r1,a,X,1\nr1,b,X,2\nr1,c,X,3\nr2,a,X,1\nr2,c,X,2\n";

TEST(Formats, an_imrmc_file_gives_its_reads_and_holes) {
  core::Findings findings;
  const auto reads = parse_imrmc(small, "small.imrmc", findings);
  ASSERT_TRUE(reads) << reads.error().text();
  EXPECT_EQ(reads->readers, (std::vector<std::string>{"r1", "r2"}));
  EXPECT_EQ(reads->positives(), 1U);
  EXPECT_TRUE(reads->has(0, 1));
  EXPECT_FALSE(reads->has(1, 1));
  EXPECT_EQ(findings.count("study.missing-reads"), 1U);
  EXPECT_EQ(findings.count("study.header-differs"), 0U);
}

std::string code_of(const std::string& text) {
  core::Findings findings;
  const auto reads = parse_imrmc(text, "t.imrmc", findings);
  return reads ? "" : reads.error().code();
}

TEST(Formats, a_truth_that_differs_between_lines_is_an_error) {
  EXPECT_EQ(code_of(std::string(small) + "-1,a,truth,1\n"), "study.truth-differs");
}

TEST(Formats, a_read_that_stands_twice_with_two_ratings_is_an_error) {
  EXPECT_EQ(code_of(std::string(small) + "r1,a,X,5\n"), "study.read-twice");
  EXPECT_EQ(code_of(std::string(small) + "r1,a,X,1\n"), "");
}

TEST(Formats, a_case_without_truth_is_an_error) {
  EXPECT_EQ(code_of(std::string(small) + "r1,d,X,1\n"), "study.truth-missing");
}

TEST(Formats, lines_that_are_no_reads_are_named) {
  EXPECT_EQ(code_of("no data"), "study.imrmc-damaged");
  EXPECT_EQ(code_of("BEGIN DATA:\nr1,a,X\n"), "study.imrmc-damaged");
  EXPECT_EQ(code_of("BEGIN DATA:\nr1,a,X,high\n"), "study.imrmc-damaged");
  EXPECT_EQ(code_of("BEGIN DATA:\n"), "study.no-reads");
}

TEST(Formats, small_ratings_may_mean_disease) {
  const std::string head = "title\nr1\n\"a\" \"b\"\n";
  const std::string cases = "1 5 x\n2 4 y\n*\n3 3 z\n*\n#\n";
  core::Findings findings;
  const auto reads = parse_lrc(head + "L S\n" + cases, "t.lrc", findings);
  ASSERT_TRUE(reads) << reads.error().text();
  EXPECT_EQ(reads->at(reads->cell(0, 0), 0), 3);   // the diseased case, under a
  EXPECT_EQ(reads->at(reads->cell(1, 0), 0), -3);  // and under b
}

TEST(Formats, readers_of_an_lrc_file_have_the_same_cases) {
  core::Findings findings;
  const auto reads =
      parse_lrc("title\nr1\n1 5\n*\n3 3\n*\nr2\n1 5\n2 2\n*\n3 3\n*\n#\n", "t.lrc", findings);
  ASSERT_FALSE(reads);
  EXPECT_EQ(reads.error().code(), "study.lrc-damaged");
  EXPECT_FALSE(parse_lrc("title\nr1\n1 5\n", "t.lrc", findings));
  EXPECT_FALSE(parse_lrc("title\nr1\n*\n*\n#\n", "t.lrc", findings));
  EXPECT_FALSE(parse_lrc("title\nr1\n1 5\n\"a\"\n2\n*\n3\n*\n#\n", "t.lrc", findings));
  const auto diseased_only = parse_lrc("title\nr1\n*\n3 3\n4 4\n5 5\n*\n#\n", "t.lrc", findings);
  ASSERT_TRUE(diseased_only);
  EXPECT_EQ(diseased_only->modalities.size(), 2U);
}

}  // namespace
}  // namespace secondsite::readers::study
