#include "secondsite/image/lattice.h"

#include <gtest/gtest.h>

namespace secondsite::image {
namespace {

Grid whole() {
  Grid out;
  out.size = {6, 5, 4};
  out.spacing_mm = {0.5, 0.7, 2};
  out.origin_mm = {-10, 3, 40};
  return out;
}

// The same places, the second axis the other way, the first and third exchanged.
Grid turned() {
  const Grid from = whole();
  Grid out;
  out.size = {4, 5, 6};
  out.spacing_mm = {2, 0.7, 0.5};
  out.direction = {0, 0, 1, 0, -1, 0, 1, 0, 0};
  out.origin_mm = from.position_mm(0, 4, 0);
  return out;
}

TEST(Lattice, PutsEachVoxelOfATurnedImageIntoItsPlace) {
  const auto found = lattice_of(turned(), whole());
  ASSERT_TRUE(found);
  Volume<int> from{turned(), {}};
  for (std::size_t i = 0; i < from.grid.voxels(); ++i)
    from.voxel.push_back(static_cast<int>(i) + 1);
  std::uint64_t outside = 9;
  const auto out = placed(from, whole(), *found, outside);
  EXPECT_EQ(outside, 0U);
  for (std::size_t x = 0; x < 4; ++x)
    for (std::size_t y = 0; y < 5; ++y)
      for (std::size_t z = 0; z < 6; ++z)
        EXPECT_EQ(from.voxel[from.grid.at(x, y, z)], out.voxel[out.grid.at(z, 4 - y, x)]);
}

TEST(Lattice, KnowsAPartAndSaysWhatLiesOutside) {
  Grid part = whole();
  part.size = {6, 5, 3};
  part.origin_mm = whole().position_mm(0, 0, 2);
  const auto found = lattice_of(part, whole());
  ASSERT_TRUE(found);
  Volume<int> from{part, std::vector<int>(part.voxels(), 1)};
  std::uint64_t outside = 0;
  const auto out = placed(from, whole(), *found, outside);
  EXPECT_EQ(outside, 30U);
  EXPECT_EQ(out.voxel[out.grid.at(0, 0, 1)], 0);
  EXPECT_EQ(out.voxel[out.grid.at(0, 0, 2)], 1);
  const Grid larger = extended(whole(), part, *found);
  EXPECT_EQ(larger.size, (std::array<std::uint32_t, 3>{6, 5, 5}));
  EXPECT_EQ(larger.origin_mm, whole().origin_mm);
}

TEST(Lattice, RefusesPlacesBetweenVoxelsAndOtherSpacings) {
  Grid shifted = whole();
  shifted.origin_mm[0] += 0.2;
  EXPECT_FALSE(lattice_of(shifted, whole()));
  Grid wider = whole();
  wider.spacing_mm[2] = 2.2;
  EXPECT_FALSE(lattice_of(wider, whole()));
  Grid oblique = whole();
  oblique.direction = {0.8, 0.6, 0, -0.6, 0.8, 0, 0, 0, 1};
  EXPECT_FALSE(lattice_of(oblique, whole()));
  Grid lost = whole();
  lost.origin_mm[1] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(lattice_of(lost, whole()));
}

}  // namespace
}  // namespace secondsite::image
