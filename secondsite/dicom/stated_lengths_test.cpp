#include "secondsite/dicom/stated_lengths.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "secondsite/core/file.h"
#include "secondsite/dicom/library.h"

namespace secondsite::dicom {
namespace {

class StatedLengths : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }

  // A file whose last element says that it is `extra` bytes longer than it is.
  core::Status check(std::uint32_t extra) {
    silence_libraries();
    std::string bytes(128, '\0');
    bytes += "DICM";
    bytes += std::string("\x02\0\0\0UL\x04\0\x1a\0\0\0", 12);
    bytes += std::string(
        "\x02\0\x10\0UI\x12\0"
        "1.2.840.10008.1.2\0",
        26);
    const std::uint32_t length = 6000 + extra;
    bytes += std::string("\x08\0\x05\1", 4);  // implicit VR: tag and length alone
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(length >> shift & 0xffU);
    bytes += std::string(6000, 'A');
    EXPECT_TRUE(core::write_file(path_, bytes));
    DcmFileFormat file;
    (void)file.loadFile(path_.c_str());
    return check_stated_lengths(*file.getDataset(), path_);
  }

  std::string path_ =
      (std::filesystem::temp_directory_path() / "secondsite-stated-lengths.dcm").string();
};

TEST_F(StatedLengths, AreTakenWhereTheFileIsLongEnough) {
  EXPECT_TRUE(check(0));
}

TEST_F(StatedLengths, BeyondTheFileAreRefusedBeforeMemoryIsTaken) {
  const auto refused = check(0xf0000000U);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "dicom.truncated");
  EXPECT_NE(refused.error().text().find("0105"), std::string::npos) << refused.error().text();
}

}  // namespace
}  // namespace secondsite::dicom
