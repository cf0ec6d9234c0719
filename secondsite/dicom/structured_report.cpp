#include "secondsite/dicom/structured_report.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <filesystem>
#include <fstream>

#include "secondsite/core/text.h"
#include "secondsite/dicom/character_set.h"
#include "secondsite/dicom/library.h"
#include "secondsite/dicom/stated_lengths.h"

namespace secondsite::dicom {
namespace {

constexpr std::size_t longest_text = std::size_t{1} << 20;

class Reader {
 public:
  explicit Reader(StructuredReport& out) : out_(out) {}

  void read(DcmItem& item, std::size_t parent, std::uint32_t depth, const std::string& set) {
    if (depth > deepest_content || out_.items.size() >= most_content_items) {
      out_.cut = true;
      return;
    }
    const std::string declared = text(item, DCM_SpecificCharacterSet, "");
    const std::string& own = declared.empty() ? set : declared;
    ContentItem content;
    content.parent = parent;
    content.depth = depth;
    content.type = text(item, DCM_ValueType, own);
    content.relationship = text(item, DCM_RelationshipType, own);
    content.name = concept_of(item, DCM_ConceptNameCodeSequence, own);
    if (content.type == "CODE") content.code = concept_of(item, DCM_ConceptCodeSequence, own);
    if (content.type == "TEXT") content.text = text(item, DCM_TextValue, own);
    if (content.type == "DATE") content.text = text(item, DCM_Date, own);
    if (content.type == "TIME") content.text = text(item, DCM_Time, own);
    if (content.type == "UIDREF") content.text = text(item, DCM_UID, own);
    if (content.type == "NUM") read_number(item, own, content);
    const std::size_t self = out_.items.size();
    out_.items.push_back(std::move(content));
    DcmSequenceOfItems* children = nullptr;
    if (item.findAndGetSequence(DCM_ContentSequence, children).bad() || children == nullptr) return;
    for (unsigned long i = 0; i < children->card(); ++i)
      if (DcmItem* child = children->getItem(i)) read(*child, self, depth + 1, own);
  }

  static std::string text(DcmItem& item, const DcmTagKey& key, const std::string& set) {
    OFString value;
    if (item.findAndGetOFStringArray(key, value).bad()) return {};
    std::string_view view(value.c_str(), value.size());
    if (view.size() > longest_text) view = view.substr(0, longest_text);
    // Line ends carry meaning in a report; utf8() makes spaces of control characters.
    std::string out;
    for (std::size_t begin = 0; begin <= view.size();) {
      const std::size_t end = std::min(view.find_first_of("\r\n", begin), view.size());
      if (begin > 0) out += '\n';
      out += utf8(view.substr(begin, end - begin), set);
      begin = end + 1;
      if (end + 1 < view.size() && view[end] == '\r' && view[end + 1] == '\n') ++begin;
    }
    return std::string(core::trim(out));
  }

 private:
  static Concept concept_of(DcmItem& item, const DcmTagKey& sequence, const std::string& set) {
    DcmItem* code = nullptr;
    Concept out;
    if (item.findAndGetSequenceItem(sequence, code, 0).bad() || code == nullptr) return out;
    out.value = text(*code, DCM_CodeValue, set);
    if (out.value.empty()) out.value = text(*code, DCM_LongCodeValue, set);
    if (out.value.empty()) out.value = text(*code, DCM_URNCodeValue, set);
    out.scheme = text(*code, DCM_CodingSchemeDesignator, set);
    out.meaning = text(*code, DCM_CodeMeaning, set);
    return out;
  }

  static void read_number(DcmItem& item, const std::string& set, ContentItem& content) {
    DcmItem* measured = nullptr;
    if (item.findAndGetSequenceItem(DCM_MeasuredValueSequence, measured, 0).bad() ||
        measured == nullptr)
      return;
    content.number = core::parse_number(text(*measured, DCM_NumericValue, set));
    content.unit = concept_of(*measured, DCM_MeasurementUnitsCodeSequence, set);
  }

  StructuredReport& out_;
};

}  // namespace

bool looks_like_dicom(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  char head[132] = {};
  in.read(head, sizeof head);
  return in.gcount() == sizeof head && std::string_view(head + 128, 4) == "DICM";
}

core::Result<StructuredReport> read_structured_report(const std::string& path) {
  silence_libraries();
  std::error_code fault;
  const std::uint64_t size = std::filesystem::file_size(path, fault);
  if (fault) return core::Error("file.not-found", "there is no such file", {.file = path});
  if (size > most_report_bytes)
    return core::Error("dicom.not-a-report", "the file is larger than a report can be",
                       {.file = path});
  DcmFileFormat file;
  if (file.loadFile(OFFilename(path.c_str())).bad())
    return core::Error("dicom.not-dicom", "the file is no DICOM file that can be read",
                       {.file = path});
  DcmDataset& data = *file.getDataset();
  if (auto checked = check_stated_lengths(data, path); !checked) return std::move(checked).error();
  StructuredReport out;
  const std::string set = Reader::text(data, DCM_SpecificCharacterSet, "");
  out.sop_class_uid = Reader::text(data, DCM_SOPClassUID, set);
  out.sop_instance_uid = Reader::text(data, DCM_SOPInstanceUID, set);
  out.study_uid = Reader::text(data, DCM_StudyInstanceUID, set);
  out.series_uid = Reader::text(data, DCM_SeriesInstanceUID, set);
  out.accession = Reader::text(data, DCM_AccessionNumber, set);
  out.completion = Reader::text(data, DCM_CompletionFlag, set);
  out.verification = Reader::text(data, DCM_VerificationFlag, set);
  if (Reader::text(data, DCM_ValueType, set) != "CONTAINER")
    return core::Error("dicom.not-a-report", "the object has no content tree of a report",
                       {.file = path, .tag = "(0040,A040)"});
  Reader(out).read(data, ContentItem::none, 0, set);
  return out;
}

}  // namespace secondsite::dicom
