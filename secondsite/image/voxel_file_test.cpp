#include "secondsite/image/voxel_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "secondsite/core/file.h"

namespace secondsite::image {
namespace {

std::string code_of(const core::Status& status) {
  return status ? std::string() : std::string(status.error().code());
}

TEST(VoxelFile, LiesBesideItsHeaderOrBelow) {
  EXPECT_TRUE(check_voxel_file("/data/a.mhd", "a.raw"));
  EXPECT_TRUE(check_voxel_file("/data/a.mhd", "raw/../a.raw"));
  for (const char* elsewhere : {"/etc/passwd", "../b.raw", "raw/../../b.raw"})
    EXPECT_EQ(code_of(check_voxel_file("/data/a.mhd", elsewhere)), "image.voxels-elsewhere");
}

TEST(VoxelFile, OfANrrdHeaderIsHeldToTheSame) {
  const std::string path =
      (std::filesystem::temp_directory_path() / "secondsite-voxel-file.nhdr").string();
  const auto check = [&](const std::string& line) {
    EXPECT_TRUE(core::write_file(path, "NRRD0004\ntype: uchar\n" + line + "\n\nvoxels: here"));
    return code_of(check_nrrd_header(path));
  };
  EXPECT_EQ(check("data file: a.raw"), "");
  EXPECT_EQ(check("# data file: /etc/passwd"), "");
  EXPECT_EQ(check("encoding: raw"), "");
  EXPECT_EQ(check("# " + std::string(1000, 'c')), "");
  EXPECT_EQ(check("tags:=" + std::string(1000, 'c')), "");
  EXPECT_EQ(check("dimension: " + std::string(1000, '9')), "image.unreadable");
  EXPECT_EQ(check("data file: /etc/passwd"), "image.voxels-elsewhere");
  EXPECT_EQ(check("DataFile: ../a.raw"), "image.voxels-elsewhere");
  EXPECT_EQ(check("data file: a%03d.raw 0 9 1"), "image.voxels-elsewhere");
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace secondsite::image
