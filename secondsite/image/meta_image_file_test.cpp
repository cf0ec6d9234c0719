#include "secondsite/image/meta_image_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "secondsite/core/file.h"
#include "secondsite/image/read_volume.h"

namespace secondsite::image {
namespace {

std::string file_with(const std::string& name, const std::string& content) {
  const std::string path = ::testing::TempDir() + "/" + name;
  EXPECT_TRUE(core::write_file(path, content).has_value());
  return path;
}

std::string trouble(const std::string& header) {
  const auto read = meta_image_header(file_with("meta.mha", header));
  return read ? std::string() : read.error().text();
}

TEST(MetaImageHeader, IsReadWithItsKeysInAnyOrderThatTheFormatAllows) {
  const auto header = meta_image_header(
      file_with("plain.mha",
                "ObjectType = Image\r\nNDims = 2\r\nDimSize = 2 3\r\nMyOwnKey = some words\r\n"
                "ElementType = MET_UCHAR\r\nTransformMatrix = 1 0 0 1\r\n"
                "ElementDataFile = LOCAL\r\nabcdef"));
  ASSERT_TRUE(header) << header.error().text();
  EXPECT_EQ(header->axes, 2U);
  EXPECT_EQ(header->plain_bytes, 6U);
}

TEST(MetaImageHeader, NamesTheLineThatIsWrong) {
  const std::string begin = "ObjectType = Image\nNDims = 3\n";
  EXPECT_NE(trouble(begin + "DimSize = 2 1\n").find("line 3 gives DimSize 2 numbers; 3 are"),
            std::string::npos);
  EXPECT_NE(trouble(begin + "DimSize = 2 1 x\n").find("\"x\" where DimSize takes a number"),
            std::string::npos);
  EXPECT_NE(trouble("DimSize = 2 1 2\n").find("before NDims"), std::string::npos);
  EXPECT_NE(trouble("NDims = 1000000\n").find("1 to 4"), std::string::npos);
  EXPECT_NE(trouble(begin + "no sign of equality\n").find("line 3 is not of the form"),
            std::string::npos);
  EXPECT_NE(trouble(begin + "Name =\n").find("gives Name no value"), std::string::npos);
  EXPECT_NE(trouble(begin + "NDims = 2\n").find("a second time"), std::string::npos);
  EXPECT_NE(trouble(begin).find("ends before ElementDataFile"), std::string::npos);
  EXPECT_NE(trouble(begin + "ElementDataFile = LOCAL\n").find("has no DimSize"), std::string::npos);
}

// ITK 5.2 copies keys into 255 bytes and stops the program where one is longer.
TEST(MetaImageHeader, ALongKeyOrLineIsRefusedBeforeTheLibrarySeesIt) {
  EXPECT_NE(trouble("NDims = 3\n" + std::string(300, 'K') + " = 1\n").find("no key"),
            std::string::npos);
  EXPECT_NE(trouble("NDims = 3\nComment = " + std::string(5000, 'c')).find("1,000 characters"),
            std::string::npos);
  const auto labels = read_labels(file_with(
      "long.mha", "NDims = 3\n" + std::string(300, 'K') + " = 1\nElementDataFile = LOCAL\n"));
  ASSERT_FALSE(labels);
  EXPECT_EQ(labels.error().code(), "image.unreadable");
}

TEST(MetaImageHeader, TheOtherFileMustBeThereAndHoldAllVoxels) {
  const auto header = [](const std::string& data) {
    return "ObjectType = Image\nNDims = 3\nDimSize = 2 1 2\nElementType = MET_UCHAR\n"
           "ElementDataFile = " +
           data + "\n";
  };
  const auto missing = read_labels(file_with("missing.mhd", header("nowhere.raw")));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), "file.not-found");
  file_with("short.raw", "ab");
  const auto cut = read_labels(file_with("short.mhd", header("short.raw")));
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code(), "image.unreadable");
  file_with("whole.raw", std::string("\1\2\3\4", 4));
  const auto whole = read_labels(file_with("whole.mhd", header("whole.raw")));
  ASSERT_TRUE(whole) << whole.error().text();
  EXPECT_EQ(whole->voxel, (std::vector<std::int32_t>{1, 2, 3, 4}));
}

}  // namespace
}  // namespace secondsite::image
