#include "secondsite/dicom/frames.h"

#include <gtest/gtest.h>

namespace secondsite::dicom {
namespace {

std::string little(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}
std::string item(const std::string& value) {
  return little(0xe000fffe, 4) + little(value.size(), 4) + value;
}
const std::string end = little(0xe0ddfffe, 4) + little(0, 4);

struct Encapsulated {
  std::string bytes;
  Header header;
  explicit Encapsulated(std::string content) : bytes(std::move(content)) {
    header.has_pixels = header.encapsulated = true;
  }
  // The bytes of each frame, or the code of the error.
  std::vector<std::string> frames(std::uint32_t count) const {
    MemorySource source(bytes);
    FrameBytes frames;
    const FrameLayout layout{.rows = 4, .columns = 4};
    if (const auto located = frames.locate(source, header, layout, count); !located)
      return {located.error().code()};
    std::vector<std::string> out;
    unsigned bit = 0;
    for (std::uint32_t f = 0; f < count; ++f) {
      const auto found = frames.at(source, f, bit);
      out.push_back(found ? std::string(found->begin(), found->end()) : found.error().code());
    }
    return out;
  }
};

using Texts = std::vector<std::string>;

TEST(FrameBytes, PutTheFragmentsOfAnOnlyFrameTogether) {
  EXPECT_EQ(Encapsulated(item("") + item("ab") + item("cd") + item("ef") + end).frames(1),
            Texts{"abcdef"});
}

TEST(FrameBytes, FollowTheBasicOffsetTable) {
  const std::string table = little(0, 4) + little(20, 4);
  EXPECT_EQ(Encapsulated(item(table) + item("ab") + item("cd") + item("ef") + end).frames(2),
            (Texts{"abcd", "ef"}));
}

TEST(FrameBytes, PreferTheExtendedOffsetTable) {
  Encapsulated two(item("") + item("ab") + item("cd") + item("ef") + end);
  two.header.bytes = little(0, 8) + little(10, 8);
  two.header.elements.push_back({.tag = tag::extended_offsets, .size = 16});
  EXPECT_EQ(two.frames(2), (Texts{"ab", "cdef"}));
}

TEST(FrameBytes, CountAFragmentAsAFrameWhereThereAreAsMany) {
  EXPECT_EQ(Encapsulated(item("") + item("ab") + item("cd") + end).frames(2), (Texts{"ab", "cd"}));
  // A table that points between items is not believed.
  const std::string wrong = little(0, 4) + little(3, 4);
  EXPECT_EQ(Encapsulated(item(wrong) + item("ab") + item("cd") + end).frames(2),
            (Texts{"ab", "cd"}));
}

TEST(FrameBytes, TellFramesByTheMarksWithWhichCodeStreamsBegin) {
  const std::string jpeg = "\xff\xd8\xff\xe0";
  const std::string j2k = "\xff\x4f\xff\x51";
  EXPECT_EQ(Encapsulated(item("") + item(jpeg) + item("cd") + item(jpeg) + end).frames(2),
            (Texts{jpeg + "cd", jpeg}));
  EXPECT_EQ(Encapsulated(item("") + item(j2k) + item(j2k) + item("cd") + end).frames(2),
            (Texts{j2k, j2k + "cd"}));
}

TEST(FrameBytes, RefuseToGuess) {
  EXPECT_EQ(Encapsulated(item("") + item("ab") + item("cd") + item("ef") + end).frames(2),
            Texts{"dicom.not-decodable"});
  EXPECT_EQ(Encapsulated(item("") + end).frames(1), Texts{"dicom.truncated"});
  EXPECT_EQ(Encapsulated("garbage, not an item").frames(1), Texts{"dicom.not-decodable"});
}

TEST(FrameBytes, OfNativeFramesOfOneBitBeginWithinAByte) {
  const std::string bytes("\xff\x00\xff", 3);
  Header header;
  header.has_pixels = true;
  header.pixels_size = 3;
  MemorySource source(bytes);
  FrameBytes frames;
  const FrameLayout layout{.rows = 3, .columns = 3, .bits_allocated = 1};
  ASSERT_TRUE(frames.locate(source, header, layout, 3));
  unsigned bit = 0;
  ASSERT_TRUE(frames.at(source, 1, bit));
  EXPECT_EQ(bit, 1U);
  EXPECT_FALSE(frames.at(source, 2, bit));  // 27 bits, 24 are there
}

}  // namespace
}  // namespace secondsite::dicom
