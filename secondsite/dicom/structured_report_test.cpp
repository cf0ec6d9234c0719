#include "secondsite/dicom/structured_report.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmsr/dsrdoc.h>
#include <gtest/gtest.h>

#include <fstream>

#include "secondsite/core/file.h"

namespace secondsite::dicom {
namespace {

// A report as DCMTK's own SR library writes it: a finding with its presence, a text and a number.
std::string written_by_dcmsr(const char* character_set = "ISO_IR 100") {
  DSRDocument document;
  EXPECT_TRUE(document.createNewDocument(DSRTypes::DT_ComprehensiveSR).good());
  document.setSpecificCharacterSet(character_set);
  document.setAccessionNumber("A77");
  DSRDocumentTree& tree = document.getTree();
  tree.addContentItem(DSRTypes::RT_isRoot, DSRTypes::VT_Container);
  tree.getCurrentContentItem().setConceptName(
      DSRCodedEntryValue("126000", "DCM", "Imaging Measurement Report"));
  tree.addContentItem(DSRTypes::RT_contains, DSRTypes::VT_Code, DSRTypes::AM_belowCurrent);
  tree.getCurrentContentItem().setConceptName(DSRCodedEntryValue("121071", "DCM", "Finding"));
  tree.getCurrentContentItem().setCodeValue(
      DSRCodedEntryValue("19242006", "SCT", "Pulmonary edema"));
  tree.addContentItem(DSRTypes::RT_hasConceptMod, DSRTypes::VT_Code, DSRTypes::AM_belowCurrent);
  tree.getCurrentContentItem().setConceptName(
      DSRCodedEntryValue("705057003", "SCT", "Presence of property"));
  tree.getCurrentContentItem().setCodeValue(DSRCodedEntryValue("2667000", "SCT", "Absent"));
  tree.goUp();
  tree.addContentItem(DSRTypes::RT_contains, DSRTypes::VT_Text, DSRTypes::AM_afterCurrent);
  tree.getCurrentContentItem().setConceptName(DSRCodedEntryValue("121073", "DCM", "Impression"));
  tree.getCurrentContentItem().setStringValue(
      "Gro\xdf es Herz.\nKein \xd6"
      "dem.");
  tree.addContentItem(DSRTypes::RT_contains, DSRTypes::VT_Num, DSRTypes::AM_afterCurrent);
  tree.getCurrentContentItem().setConceptName(
      DSRCodedEntryValue("111012", "DCM", "Certainty of Finding"));
  tree.getCurrentContentItem().setNumericValue(
      DSRNumericMeasurementValue("87.5", DSRCodedEntryValue("%", "UCUM", "percent")));
  DcmFileFormat file;
  EXPECT_TRUE(document.write(*file.getDataset()).good());
  const std::string path = testing::TempDir() + "report.dcm";
  EXPECT_TRUE(file.saveFile(path.c_str(), EXS_LittleEndianExplicit).good());
  return path;
}

TEST(StructuredReport, IsReadAsTheSrLibraryWroteIt) {
  const std::string path = written_by_dcmsr();
  EXPECT_TRUE(looks_like_dicom(path));
  const auto report = read_structured_report(path);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->accession, "A77");
  EXPECT_FALSE(report->sop_instance_uid.empty());
  ASSERT_EQ(report->items.size(), 5U);
  EXPECT_EQ(report->items[0].type, "CONTAINER");
  EXPECT_EQ(report->items[0].name.meaning, "Imaging Measurement Report");
  const ContentItem& finding = report->items[1];
  EXPECT_TRUE(finding.name.is("121071", "DCM"));
  EXPECT_EQ(finding.code.meaning, "Pulmonary edema");
  EXPECT_EQ(finding.parent, 0U);
  const ContentItem& presence = report->items[2];
  EXPECT_EQ(presence.parent, 1U);
  EXPECT_EQ(presence.relationship, "HAS CONCEPT MOD");
  EXPECT_EQ(presence.code.value, "2667000");
  // Latin-1 comes as UTF-8, and the line end stays.
  EXPECT_EQ(report->items[3].text, "Groß es Herz.\nKein Ödem.");
  EXPECT_EQ(report->items[4].number, 87.5);
  EXPECT_EQ(report->items[4].unit.value, "%");
}

TEST(StructuredReport, ThatIsNoneIsToldSo) {
  EXPECT_EQ(read_structured_report("/nowhere.dcm").error().code(), "file.not-found");
  const std::string text = testing::TempDir() + "text.dcm";
  ASSERT_TRUE(core::write_file(text, "not a report"));
  EXPECT_FALSE(looks_like_dicom(text));
  EXPECT_FALSE(read_structured_report(text));
  DcmFileFormat image;
  image.getDataset()->putAndInsertString(DCM_SOPClassUID, UID_CTImageStorage);
  image.getDataset()->putAndInsertString(DCM_SOPInstanceUID, "1.2.3");
  const std::string path = testing::TempDir() + "image.dcm";
  ASSERT_TRUE(image.saveFile(path.c_str(), EXS_LittleEndianExplicit).good());
  EXPECT_EQ(read_structured_report(path).error().code(), "dicom.not-a-report");
}

TEST(StructuredReport, NestedBeyondReasonIsCutAndSaysSo) {
  DcmFileFormat file;
  DcmItem* at = file.getDataset();
  at->putAndInsertString(DCM_SOPClassUID, UID_ComprehensiveSRStorage);
  at->putAndInsertString(DCM_SOPInstanceUID, "1.2.3");
  for (int depth = 0; depth < 60; ++depth) {
    at->putAndInsertString(DCM_ValueType, "CONTAINER");
    DcmItem* next = nullptr;
    ASSERT_TRUE(at->findOrCreateSequenceItem(DCM_ContentSequence, next, 0).good());
    at = next;
  }
  const std::string path = testing::TempDir() + "deep.dcm";
  ASSERT_TRUE(file.saveFile(path.c_str(), EXS_LittleEndianExplicit).good());
  const auto report = read_structured_report(path);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->cut);
  EXPECT_EQ(report->items.size(), deepest_content + 1);
}

// A damaged file is an error or a report of what stands there, never a fault.
TEST(StructuredReport, ThatIsCutShortAnywhereIsReadOrRefused) {
  const auto bytes = core::read_file(written_by_dcmsr());
  ASSERT_TRUE(bytes);
  const std::string path = testing::TempDir() + "cut.dcm";
  for (std::size_t size = 0; size < bytes->size(); size += 7) {
    ASSERT_TRUE(core::write_file(path, bytes->substr(0, size)));
    const auto report = read_structured_report(path);
    if (report) {
      EXPECT_LE(report->items.size(), 5U);
    }
  }
}

}  // namespace
}  // namespace secondsite::dicom
