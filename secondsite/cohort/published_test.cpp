#include "secondsite/cohort/published.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/core/embedded_table.h"

namespace secondsite::cohort {

namespace tables {
std::span<const core::EmbeddedTable> all();
}

namespace {

Table lists(std::size_t rows) {
  std::vector<std::vector<std::string>> cells;
  for (std::size_t i = 0; i < rows; ++i)
    cells.push_back({std::to_string(i), std::to_string(i / 2), i % 3 == 0 ? "valid" : "train"});
  return *table_from_texts("lists", {"image", "patient", "partition"}, cells);
}

TEST(PublishedCounts, AreComparedByDistinctValuesAndByTheirCondition) {
  core::Findings findings;
  const auto counts = compare_with_published(lists(9), "chexpert", 2, findings);
  ASSERT_EQ(counts.size(), 4U);
  EXPECT_EQ(counts[0].what, "images");
  EXPECT_EQ(counts[0].published, 224316U);
  EXPECT_EQ(counts[0].found, 9U);
  EXPECT_EQ(counts[1].found, 5U);
  EXPECT_EQ(counts[3].what, "images (valid)");
  EXPECT_EQ(counts[3].found, 3U);
  EXPECT_TRUE(findings.empty());
}

TEST(PublishedCounts, ThatAreExceededAreAFinding) {
  core::Findings findings;
  const auto counts = compare_with_published(lists(3 * 235), "chexpert", 2, findings);
  EXPECT_EQ(counts[3].found, 235U);
  EXPECT_EQ(findings.count("dataset.more-than-published"), 1U);
}

TEST(PublishedCounts, OfAnUnknownDatasetOrOfWhatIsNotThereAreNone) {
  core::Findings findings;
  EXPECT_TRUE(compare_with_published(lists(4), "coco", 2, findings).empty());
  EXPECT_TRUE(compare_with_published(lists(4), "fastmri", 2, findings).empty());
}

TEST(PublishedCounts, NameDatasetsAndColumnsThatExist) {
  for (const auto& row : core::embedded_table(tables::all(), "published_counts").rows()) {
    ASSERT_EQ(row.size(), 5U);
    EXPECT_TRUE(std::any_of(datasets::all().begin(), datasets::all().end(),
                            [&](const Dataset& one) { return one.id == row[0]; }))
        << row[0];
    EXPECT_TRUE(row[1] == "images" || row[1] == "patients" || row[1] == "studies" ||
                row[1] == "series" || row[1] == "rows")
        << row[1];
    EXPECT_TRUE(core::parse_number(row[3])) << row[3];
  }
}

}  // namespace
}  // namespace secondsite::cohort
