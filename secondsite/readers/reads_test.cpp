#include "secondsite/readers/reads.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/cohort/build.h"
#include "secondsite/readers/agreement.h"
#include "secondsite/readers/swapped_columns.h"

namespace secondsite::readers {
namespace {

cohort::Table table(std::vector<std::string> names,
                    const std::vector<std::vector<std::string>>& cells) {
  return *cohort::table_from_texts("reads.csv", std::move(names), cells);
}

TEST(Reads, AreTheSameFromALongAWideAndATableEach) {
  core::Findings findings;
  const auto of_long = reads_from({{"t", table({"case", "reader", "call"}, {{"a", "r1", "1"},
                                                                            {"a", "r2", "0"},
                                                                            {"b", "r1", "1"},
                                                                            {"b", "r2", "1"},
                                                                            {"c", "r1", "0"}})}},
                                  {}, {}, findings);
  const auto of_wide = reads_from(
      {{"t", table({"case", "r1", "r2"}, {{"a", "1", "0"}, {"b", "1", "1"}, {"c", "0", ""}})}}, {},
      {}, findings);
  const auto of_each =
      reads_from({{"r1", table({"case", "call"}, {{"a", "1"}, {"b", "1"}, {"c", "0"}})},
                  {"r2", table({"case", "call"}, {{"b", "1"}, {"a", "0"}})}},
                 {}, {}, findings);
  for (const auto* read : {&of_long, &of_wide, &of_each}) {
    ASSERT_TRUE(*read);
    const Reads& reads = (*read)->reads;
    EXPECT_EQ(reads.readers, (std::vector<std::string>{"r1", "r2"}));
    ASSERT_EQ(reads.cases.size(), 3U);
    ASSERT_EQ(reads.findings.size(), 1U);
    const RatedFinding& finding = reads.findings[0];
    EXPECT_TRUE(finding.is_binary);
    EXPECT_EQ(finding.at(0, 0, 2), 1);
    EXPECT_EQ(finding.at(0, 1, 2), 0);
    EXPECT_EQ(finding.at(1, 1, 2), 1);
    EXPECT_TRUE(std::isnan(finding.at(2, 1, 2)));
  }
  EXPECT_EQ(findings.count("readers.missing-case"), 3U);
}

TEST(Reads, OfEventsCountACaseAsReadWhereItsReaderHasAnyRow) {
  core::Findings findings;
  ReadsRequest request;
  request.event = "class";
  const auto read =
      reads_from({{"t", table({"image", "class", "rad_id"}, {{"a", "Mass", "R1"},
                                                             {"a", "Mass", "R1"},
                                                             {"a", "No finding", "R2"},
                                                             {"b", "Edema", "R2"}})}},
                 request, {}, findings);
  ASSERT_TRUE(read);
  const Reads& reads = read->reads;
  const RatedFinding& mass = **reads.find("Mass");
  EXPECT_EQ(mass.at(0, 0, 2), 1);
  EXPECT_EQ(mass.at(0, 1, 2), 0);
  EXPECT_EQ(mass.at(1, 1, 2), 0);
  EXPECT_TRUE(std::isnan(mass.at(1, 0, 2)));
  EXPECT_FALSE(reads.find("No finding"));
}

TEST(Reads, KeepNamesAsCategoriesAndWordsAsCalls) {
  core::Findings findings;
  const auto names = reads_from(
      {{"t", table({"a", "b"}, {{"mild", "severe"}, {"none", "none"}, {"mild", "mild"}})}}, {}, {},
      findings);
  ASSERT_TRUE(names);
  EXPECT_EQ(names->reads.findings[0].level, (std::vector<std::string>{"mild", "none", "severe"}));
  const auto words =
      reads_from({{"t", table({"a", "b"}, {{"YES", "no"}, {"No", "NO"}})}}, {}, {}, findings);
  ASSERT_TRUE(words);
  EXPECT_TRUE(words->reads.findings[0].is_binary);
}

TEST(Reads, RefuseOneReaderAndCountRepeatedReads) {
  core::Findings findings;
  const auto one = reads_from({{"t", table({"case", "r1"}, {{"a", "1"}})}}, {}, {}, findings);
  ASSERT_FALSE(one);
  EXPECT_EQ(one.error().code(), "readers.one-reader");
  const auto twice = reads_from(
      {{"t",
        table({"case", "reader", "call"}, {{"a", "r1", "1"}, {"a", "r1", "0"}, {"a", "r2", "1"}})}},
      {}, {}, findings);
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->reads.findings[0].at(0, 0, 2), 1);
  EXPECT_EQ(findings.count("readers.repeated-read"), 1U);
}

TEST(Reads, CountReadersWhoNeverCallOrNeverVary) {
  core::Findings findings;
  const auto read = reads_from(
      {{"t", table({"case", "a", "b"}, {{"1", "0", "1"}, {"2", "0", "0"}, {"3", "0", "1"}})}}, {},
      {}, findings);
  const auto result = measure_agreement(read->reads, {}, {});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->findings.count("readers.never-positive"), 1U);
}

TEST(SwappedColumns, AreSuspectedByContentAndByOrder) {
  std::vector<ReaderTable> tables;
  for (int r = 0; r < 4; ++r) {
    std::vector<std::vector<std::string>> cells;
    for (int c = 0; c < 60; ++c) {
      const bool lesion = c % 3 == 0 || (c + r) % 17 == 0;
      const bool opacity = c % 4 == 1 || (c + r) % 19 == 0;
      cells.push_back({std::to_string(c), lesion ? "1" : "0", opacity ? "1" : "0"});
    }
    tables.push_back({"r" + std::to_string(r), r == 2
                                                   ? table({"case", "Opacity", "Lesion"}, cells)
                                                   : table({"case", "Lesion", "Opacity"}, cells)});
  }
  core::Findings findings;
  compare_orders(tables, findings);
  EXPECT_EQ(findings.count("readers.column-order"), 2U);
  const auto read = reads_from(tables, {}, {}, findings);
  ASSERT_TRUE(read);
  const auto swaps = find_swaps(read->reads, findings);
  ASSERT_EQ(swaps.size(), 1U);
  EXPECT_EQ(swaps[0].reader, "r2");
}

TEST(Agreement, GivesTheSameBytesOnAnyNumberOfThreads) {
  std::vector<std::vector<std::string>> cells;
  for (int c = 0; c < 80; ++c)
    cells.push_back({std::to_string(c), std::to_string(c % 3), std::to_string((c + c / 7) % 3),
                     std::to_string((c + c / 11) % 3)});
  core::Findings findings;
  const auto read = reads_from({{"t", table({"case", "a", "b", "c"}, cells)}}, {}, {}, findings);
  ASSERT_TRUE(read);
  core::Context many;
  many.threads = 4;
  const auto one = measure_agreement(read->reads, {}, {});
  const auto four = measure_agreement(read->reads, {}, many);
  ASSERT_TRUE(one && four);
  EXPECT_EQ(core::pretty(to_json(*one)), core::pretty(to_json(*four)));
}

}  // namespace
}  // namespace secondsite::readers
