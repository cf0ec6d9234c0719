#include "secondsite/image/write_mask.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "secondsite/image/read_volume.h"

namespace secondsite::image {
namespace {

Grid oblique() {
  return {.size = {3, 4, 2},
          .spacing_mm = {0.7, 0.8, 2.5},
          .origin_mm = {-12.5, 30, 7},
          .direction = {0, 1, 0, -1, 0, 0, 0, 0, 1}};
}

TEST(WrittenMask, ReadsBackVoxelByVoxelOnItsGrid) {
  for (const std::int32_t most : {1, 255, 300, 70000}) {
    Volume<std::int32_t> mask{oblique(), std::vector<std::int32_t>(24)};
    for (std::size_t i = 0; i < 24; ++i) mask.voxel[i] = i % 5 == 0 ? most : 0;
    const std::string path = testing::TempDir() + "mask.nii.gz";
    ASSERT_TRUE(write_mask(mask, path));
    const auto again = read_labels(path);
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(again->voxel, mask.voxel) << most;
    EXPECT_EQ(difference(again->grid, mask.grid), "");
  }
  Volume<float> map{oblique(), std::vector<float>(24, 0.125F)};
  const std::string path = testing::TempDir() + "map.nii";
  ASSERT_TRUE(write_map(map, path));
  EXPECT_EQ(read_volume(path)->voxel, map.voxel);
}

TEST(WrittenMask, ThatCannotBeWrittenIsAnError) {
  Volume<float> map{oblique(), std::vector<float>(24)};
  EXPECT_EQ(write_map(map, "/nowhere/at/all.nii").error().code(), "file.unwritable");
}

}  // namespace
}  // namespace secondsite::image
