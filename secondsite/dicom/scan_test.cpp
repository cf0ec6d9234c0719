#include "secondsite/dicom/scan.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>

#include <map>

#include "secondsite/core/file.h"
#include "secondsite/dicom/real_files_fixture.h"

namespace secondsite::dicom {
namespace {

using Values = std::map<std::string, std::string>;  // path -> bytes as DCMTK writes them

void collect(DcmItem& item, const std::string& path, Values& out, std::vector<Tag>& sequences,
             int depth) {
  for (unsigned long i = 0; i < item.card(); ++i) {
    DcmElement* element = item.getElement(i);
    const Tag tag = Tag{element->getGTag()} << 16 | element->getETag();
    const std::string here = path + text_of(tag);
    if (element->ident() == EVR_SQ) {
      auto& sequence = dynamic_cast<DcmSequenceOfItems&>(*element);
      sequences.push_back(tag);
      for (unsigned long n = 0; n < sequence.card(); ++n)
        collect(*sequence.getItem(n), here, out, sequences, depth + 1);
      continue;
    }
    if (tag >= tag::float_pixels && depth == 0) continue;
    char* text = nullptr;
    Uint32 size = 0;
    if (element->isaString() && element->getString(text, size).good() && text != nullptr)
      out[here] += std::string(text, size) + "|";
    else
      out[here] += "#" + std::to_string(element->getLength()) + "|";
  }
}

std::string trimmed(std::string_view value) {
  while (!value.empty() && (value.back() == ' ' || value.back() == '\0')) value.remove_suffix(1);
  return std::string(value);
}

TEST(Scan, AgreesWithDcmtkOnEveryElementOfEveryRealFile) {
  const auto files = real_dicom_files();
  if (files.empty()) GTEST_SKIP() << "no real data here";
  std::size_t compared = 0;
  for (const std::string& path : files) {
    SCOPED_TRACE(path);
    DcmFileFormat oracle;
    if (oracle.loadFile(path.c_str()).bad()) continue;
    Values expected;
    Selection selection;
    selection.everything = true;
    collect(*oracle.getDataset(), "", expected, selection.sequences, 0);
    std::sort(selection.sequences.begin(), selection.sequences.end());
    FileSource source;
    ASSERT_TRUE(source.open(path));
    Header header;
    const auto scanned = scan(source, selection, header, {.value_bytes = 1U << 20});
    ASSERT_TRUE(scanned) << scanned.error().text();
    std::map<Tag, const Element*> top;
    std::size_t found = 0;
    for (const Element& element : header.elements)
      if (element.parent == 0 && element.creator == 0) top[element.tag] = &element;
    for (const auto& [where, value] : expected) {
      if (where.size() != 11) continue;  // the top level; nested ones are counted below
      const Tag tag = static_cast<Tag>(std::stoul(where.substr(1, 4), nullptr, 16) << 16 |
                                       std::stoul(where.substr(6, 4), nullptr, 16));
      const bool is_private = (group_of(tag) & 1U) != 0 && element_of(tag) >= 0x1000;
      if (is_private) continue;
      ASSERT_TRUE(top.contains(tag)) << where;
      const Element& element = *top[tag];
      ++found;
      const std::string ours(header.bytes, element.begin, element.size);
      if (value[0] == '#')
        EXPECT_EQ(std::to_string(element.size), value.substr(1, value.size() - 2)) << where;
      else
        EXPECT_EQ(trimmed(ours), trimmed(value.substr(0, value.size() - 1))) << where;
    }
    // As many elements below sequences and in private blocks as DCMTK has.
    std::size_t all = 0;
    for (const auto& [where, value] : expected)
      all += static_cast<std::size_t>(std::count(value.begin(), value.end(), '|'));
    std::size_t ours = 0;
    for (const Element& element : header.elements) ours += group_of(element.tag) != 2;
    EXPECT_GE(ours + 2, all);
    compared += found;
  }
  EXPECT_GT(compared, 3000U);
}

std::string bytes_of(std::initializer_list<int> values) {
  std::string out;
  for (const int v : values) out += static_cast<char>(v);
  return out;
}

Header scanned(const std::string& bytes, const ScanLimits& limits = {}) {
  MemorySource source(bytes);
  Header header;
  (void)scan(source, index_selection(), header, limits);
  return header;
}

TEST(Scan, BoundsTheDepthOfNestedSequences) {
  std::string bytes = bytes_of({8, 0, 0x60, 0, 'C', 'S', 2, 0, 'C', 'T'});
  for (int i = 0; i < 10'000; ++i) {
    bytes += bytes_of({8, 0, 0x40, 0x11, 'S', 'Q', 0, 0, 255, 255, 255, 255});
    bytes += bytes_of({0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255});
  }
  const Header header = scanned(bytes);
  EXPECT_NE(header.oddities & deeply_nested, 0U);
  EXPECT_EQ(header.text(tag::modality), "CT");
}

TEST(Scan, StopsAtALengthBeyondTheEndOfTheFile) {
  std::string bytes = bytes_of({8, 0, 0x60, 0, 'C', 'S', 2, 0, 'C', 'T'});
  bytes += bytes_of({8, 0, 0x70, 0, 'U', 'T', 0, 0, 0xfe, 255, 255, 255, 'x'});
  const Header header = scanned(bytes);
  EXPECT_NE(header.oddities & truncated_header, 0U);
  EXPECT_EQ(header.text(tag::modality), "CT");
}

TEST(Scan, ReadsABareImplicitDataSet) {
  const Header header = scanned(bytes_of({8, 0, 0x60, 0, 2, 0, 0, 0, 'M', 'R'}));
  EXPECT_FALSE(header.explicit_vr);
  EXPECT_EQ(header.text(tag::modality), "MR");
  EXPECT_NE(header.oddities & no_meta, 0U);
}

TEST(Scan, RefusesWhatIsNotADataSet) {
  for (const char* text : {"", "DI", "\x89PNG\r\n\x1a\n and so on", "Patient ID,score\n1,0.5\n"}) {
    MemorySource source(text);
    Header header;
    const auto outcome = scan(source, index_selection(), header);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code(), "dicom.not-dicom");
  }
}

TEST(Scan, SurvivesEveryCutAndEveryFlippedByteOfARealFile) {
  const auto files = real_dicom_files();
  if (files.empty()) GTEST_SKIP() << "no real data here";
  for (const std::string& path : files) {
    auto content = core::read_file(path);
    ASSERT_TRUE(content);
    if (content->size() > 60'000) continue;
    const std::size_t front = std::min<std::size_t>(content->size(), 6000);
    for (std::size_t cut = 0; cut < front; cut += 37) scanned(content->substr(0, cut));
    for (std::size_t at = 132; at < front; at += 13) {
      std::string broken = *content;
      broken[at] = static_cast<char>(broken[at] ^ (1 << (at % 8)));
      scanned(broken);
    }
  }
}

}  // namespace
}  // namespace secondsite::dicom
