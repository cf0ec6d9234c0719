#include "secondsite/cohort/lidc_xml.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "secondsite/core/file.h"

namespace secondsite::cohort::lidc {
namespace {

// One session: a rated nodule with a hole, a small nodule, a non-nodule.
std::string message(const std::string& prefix = "", const std::string& series = "1.2.3") {
  const auto tag = [&](const std::string& name, const std::string& inside) {
    return "<" + prefix + name + ">" + inside + "</" + prefix + name + ">";
  };
  const auto point = [&](int x, int y) {
    return tag("edgeMap", tag("xCoord", std::to_string(x)) + tag("yCoord", std::to_string(y)));
  };
  const auto roi = [&](const std::string& inclusion, const std::string& points) {
    return tag("roi", tag("imageZposition", "-12.50 ") + tag("imageSOP_UID", "1.2.3.4") +
                          tag("inclusion", inclusion) + points);
  };
  const std::string rated =
      tag("unblindedReadNodule",
          tag("noduleID", "N1") +
              tag("characteristics", tag("subtlety", "5") + tag("internalStructure", "1") +
                                         tag("calcification", "6") + tag("malignancy", "3")) +
              roi("TRUE", point(1, 2) + point(2, 2) + point(2, 3)) + roi("FALSE", point(1, 2)));
  const std::string small =
      tag("unblindedReadNodule", tag("noduleID", "0") + roi("TRUE", point(9, 8)));
  const std::string none =
      tag("nonNodule", tag("nonNoduleID", "7") + tag("imageZposition", "3") +
                           tag("imageSOP_UID", "1.2.3.5") +
                           tag("locus", tag("xCoord", "4") + tag("yCoord", "5")));
  const std::string space =
      prefix.empty() ? "xmlns" : "xmlns:" + prefix.substr(0, prefix.size() - 1);
  return "<?xml version=\"1.0\"?>\n<" + prefix + "LidcReadMessage " + space +
         "=\"http://www.nih.gov\">" +
         tag("ResponseHeader", tag("Version", "1.8") + tag("SeriesInstanceUid", series) +
                                   tag("StudyInstanceUID", "1.2")) +
         tag("readingSession", tag("servicingRadiologistID", "anonymous") + rated + small + none) +
         "</" + prefix + "LidcReadMessage>";
}

TEST(LidcXml, ReadsNodulesSmallMarksAndNonNodules) {
  core::Findings findings;
  const auto read = read_message(message(), "a.xml", findings);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->series_uid, "1.2.3");
  ASSERT_EQ(read->sessions.size(), 1U);
  const Session& session = read->sessions[0];
  ASSERT_EQ(session.marks.size(), 2U);
  EXPECT_EQ(session.marks[0].kind, MarkKind::nodule);
  EXPECT_EQ(session.marks[0].ratings->calcification, 6);
  EXPECT_EQ(session.marks[0].ratings->texture, 0);
  ASSERT_EQ(session.marks[0].outlines.size(), 2U);
  EXPECT_EQ(session.marks[0].outlines[0].z_mm, -12.5);
  EXPECT_EQ(session.marks[0].outlines[0].points[2], (Point{2, 3}));
  EXPECT_FALSE(session.marks[0].outlines[1].inclusion);
  EXPECT_EQ(session.marks[1].kind, MarkKind::small_nodule);
  ASSERT_EQ(session.non_nodules.size(), 1U);
  EXPECT_EQ(session.non_nodules[0].at, (Point{4, 5}));
  EXPECT_TRUE(findings.empty());
}

TEST(LidcXml, ReadsTheSameThroughAnyPrefixAndInUtf16) {
  core::Findings findings;
  const auto plain = read_message(message(), "a.xml", findings);
  const auto prefixed = read_message(message("ns2:"), "a.xml", findings);
  const std::string text = message();
  std::string wide = "\xff\xfe";
  for (const char c : text) wide += std::string{c, '\0'};
  const auto utf16 = read_message(wide, "a.xml", findings);
  ASSERT_TRUE(plain && prefixed && utf16);
  EXPECT_EQ(plain->sessions, prefixed->sessions);
  EXPECT_EQ(plain->sessions, utf16->sessions);
}

TEST(LidcXml, RefusesWhatIsNoAnnotation) {
  core::Findings findings;
  const std::string whole = message();
  for (const std::string& text :
       {std::string(), std::string("<html/>"), whole.substr(0, whole.size() / 2),
        std::string("<LidcReadMessage/>"), std::string(1000, '<')}) {
    const auto read = read_message(text, "a.xml", findings);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code(), "lidc.not-an-annotation");
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_FALSE(read_message(deep, "a.xml", findings));
}

TEST(LidcXml, ExpandsNoEntityOfADocumentType) {
  core::Findings findings;
  std::string text = message();
  text.insert(text.find("\n") + 1, "<!DOCTYPE x [<!ENTITY a \"9\"><!ENTITY b \"&a;&a;\">]>");
  text.replace(text.find("<xCoord>1<"), 10, "<xCoord>&b;<");
  const auto read = read_message(text, "a.xml", findings);
  ASSERT_TRUE(read);
  EXPECT_EQ(findings.count("lidc.bad-number"), 1U);
  EXPECT_EQ(read->sessions[0].marks[0].outlines[0].points.size(), 2U);
}

TEST(LidcXml, AFolderCountsRepeatsCorrectionsAndStrangers) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "secondsite_lidc";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "1");
  const auto put = [&](const std::string& name, const std::string& text) {
    ASSERT_TRUE(core::write_file((folder / name).string(), text));
  };
  put("1/001.xml", message());
  put("1/002.xml", message());
  put("1/003.xml", message("", "9.9"));
  put("9-correction.xml", message("ns:", "9.9"));
  put("1/notes.xml", "<notes/>");
  put("1/._001.xml", "junk");
  core::Findings findings;
  core::Context context;
  context.threads = 2;
  const auto read = read_folder(folder.string(), context, findings);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 3U);
  EXPECT_EQ((*read)[1].repeats, std::optional<std::size_t>(0));
  EXPECT_EQ(findings.count("lidc.repeated"), 1U);
  EXPECT_EQ(findings.count("lidc.corrected"), 1U);
  EXPECT_EQ(findings.count("lidc.not-an-annotation"), 1U);
  EXPECT_EQ(findings.count("dataset.apple-file"), 1U);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace secondsite::cohort::lidc
