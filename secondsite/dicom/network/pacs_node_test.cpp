#include "secondsite/dicom/network/pacs_node.h"

#include <gtest/gtest.h>

namespace secondsite::dicom {
namespace {

TEST(PacsAddress, NamesArchiveHostAndPort) {
  const auto node = parse_pacs_address("pacs://ORTHANC@archive.example:4242/");
  ASSERT_TRUE(node) << node.error().text();
  EXPECT_EQ(node->called_ae, "ORTHANC");
  EXPECT_EQ(node->host, "archive.example");
  EXPECT_EQ(node->port, 4242);
  EXPECT_EQ(node->text(), "pacs://ORTHANC@archive.example:4242");
  EXPECT_EQ(parse_pacs_address("pacs://A@h")->port, 104);
}

TEST(PacsAddress, IsRefusedWithAReasonWhereItCannotBeOne) {
  for (const char* text :
       {"pacs://", "pacs://host:104", "pacs://A@", "pacs://A@h:0", "pacs://A@h:70000",
        "pacs://A@h:1x", "pacs://SEVENTEEN_LETTERS@h", "pacs://@h:104", "pacs://A@h h:104",
        "http://A@h:104", "pacs://A\\B@h:104"}) {
    const auto node = parse_pacs_address(text);
    ASSERT_FALSE(node) << text;
    EXPECT_EQ(node.error().code(), "pacs.bad-address") << text;
  }
}

TEST(QueryKey, KnowsItsLevelAndRefusesWhatNoArchiveIsAskedBy) {
  const auto date = parse_query_key("StudyDate=20240101-");
  ASSERT_TRUE(date);
  EXPECT_EQ(date->level, QueryLevel::study);
  EXPECT_EQ(parse_query_key("Modality=CT")->level, QueryLevel::series);
  const auto misspelt = parse_query_key("Studydate=20240101");
  ASSERT_FALSE(misspelt);
  EXPECT_NE(misspelt.error().what().find("StudyDate"), std::string::npos);
  for (const char* text : {"StudyDate=2024", "StudyDate=2024-01-01", "StudyDate=", "PatientID",
                           "StudyInstanceUID=1.2*", "Modality=CT\\MR", "Rows=512"})
    EXPECT_FALSE(parse_query_key(text)) << text;
}

TEST(QueryKey, FitsAsTheStandardMatches) {
  const auto key = [](const char* text) { return *parse_query_key(text); };
  EXPECT_TRUE(fits(key("StudyDate=20240101-20240131"), "20240131"));
  EXPECT_FALSE(fits(key("StudyDate=20240101-20240131"), "20240201"));
  EXPECT_TRUE(fits(key("StudyDate=-20240131"), "19991231"));
  EXPECT_FALSE(fits(key("StudyDate=20240101-"), "20231231"));
  EXPECT_FALSE(fits(key("StudyDate=20240101"), ""));
  EXPECT_TRUE(fits(key("StudyTime=08-09"), "085959.5"));
  EXPECT_TRUE(fits(key("SeriesDescription=CHEST*"), "chest 1.5 mm"));
  EXPECT_FALSE(fits(key("SeriesDescription=CHEST"), "CHEST 1.5"));
  EXPECT_TRUE(fits(key("SeriesDescription=*a?c*"), "xxabcxx"));
  EXPECT_TRUE(fits(key("ModalitiesInStudy=CT"), "MR\\CT"));
  EXPECT_TRUE(fits(key("StudyInstanceUID=1.2\\1.3"), "1.3 "));
  EXPECT_FALSE(fits(key("StudyInstanceUID=1.2\\1.3"), "1.2.3"));
}

}  // namespace
}  // namespace secondsite::dicom
