#include "secondsite/image/skeleton.h"

#include <gtest/gtest.h>

#include <numeric>

#include "secondsite/core/random.h"
#include "secondsite/image/components.h"

namespace secondsite::image {
namespace {

int count(const Volume<std::uint8_t>& mask) {
  return std::accumulate(mask.voxel.begin(), mask.voxel.end(), 0);
}

TEST(Skeleton, ABarBecomesALineAndABallAlmostAPoint) {
  Volume<std::uint8_t> bar{Grid{{30, 9, 9}}, {}};
  Volume<std::uint8_t> ball{Grid{{21, 21, 21}}, {}};
  for (int i = 0; i < 30 * 81; ++i) {
    const int y = i / 30 % 9 - 4;
    const int z = i / 270 - 4;
    bar.voxel.push_back(y * y + z * z <= 9 ? 1 : 0);
  }
  for (int i = 0; i < 9261; ++i) {
    const int x = i % 21 - 10;
    const int y = i / 21 % 21 - 10;
    const int z = i / 441 - 10;
    ball.voxel.push_back(x * x + y * y + z * z <= 64 ? 1 : 0);
  }
  EXPECT_LE(count(skeleton(bar)), 40);
  EXPECT_GE(count(skeleton(bar)), 15);
  EXPECT_LE(count(skeleton(ball)), 15);  // of 2,109
}

TEST(Skeleton, KeepsThePartsOfMaskAndOutside) {
  const core::Random random(2, "skeleton");
  Volume<std::uint8_t> mask{Grid{{18, 17, 16}}, {}};
  for (std::size_t i = 0; i < mask.grid.voxels(); ++i)
    mask.voxel.push_back(random.uniform(i, 1) < 0.3 ? 1 : 0);
  const auto thin = skeleton(mask);
  EXPECT_EQ(components(mask, Connectivity::corners, 1).count(),
            components(thin, Connectivity::corners, 1).count());
  for (std::size_t i = 0; i < mask.voxel.size(); ++i) EXPECT_LE(thin.voxel[i], mask.voxel[i]);
}

}  // namespace
}  // namespace secondsite::image
