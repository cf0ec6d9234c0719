#include "secondsite/image/distance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/core/random.h"

namespace secondsite::image {
namespace {

Volume<std::uint8_t> scattered(std::array<std::uint32_t, 3> size, std::array<double, 3> spacing,
                               double share, std::uint64_t seed) {
  Volume<std::uint8_t> out{Grid{size, spacing}, {}};
  const core::Random random(seed, "scattered");
  for (std::size_t i = 0; i < out.grid.voxels(); ++i)
    out.voxel.push_back(random.uniform(1, i) < share ? 1 : 0);
  return out;
}

std::vector<std::uint32_t> everywhere(const Grid& grid) {
  std::vector<std::uint32_t> out(grid.voxels());
  for (std::uint32_t i = 0; i < out.size(); ++i) out[i] = i;
  return out;
}

TEST(Distance, EqualsTheSmallestOfAllPairs) {
  const auto set = scattered({9, 7, 5}, {0.7, 1.3, 2.9}, 0.03, 3);
  const auto map = distance_map_simple(set);
  for (std::size_t i = 0; i < set.voxel.size(); ++i) {
    double best = INFINITY;
    for (std::size_t j = 0; j < set.voxel.size(); ++j)
      if (set.voxel[j] != 0)
        best = std::min(best, std::hypot((double(i % 9) - double(j % 9)) * 0.7,
                                         (double(i / 9 % 7) - double(j / 9 % 7)) * 1.3,
                                         (double(i / 63) - double(j / 63)) * 2.9));
    EXPECT_NEAR(map.voxel[i], best, 1e-12);
  }
}

TEST(Distance, FastVersionsEqualTheSimpleOneOnAnyNumberOfThreads) {
  std::uint64_t seed = 0;
  for (const auto& size : {std::array<std::uint32_t, 3>{1, 1, 1},
                           {33, 18, 1},
                           {40, 25, 31},
                           {17, 1, 40},
                           {1, 1, 70},
                           {100, 3, 2}})
    for (const double share : {0.0, 0.0005, 0.02, 0.6, 1.0}) {
      const auto set = scattered(size, {0.7, 0.9, 2.5}, share, ++seed);
      const auto simple = distance_map_simple(set);
      const auto map = distance_map(set, 1);
      const auto at = everywhere(set.grid);
      const auto some = distances_at(set, at, 1);
      EXPECT_EQ(map.voxel, distance_map(set, 3).voxel);
      EXPECT_EQ(some, distances_at(set, at, 3));
      for (std::size_t i = 0; i < some.size(); ++i) {
        if (std::isinf(simple.voxel[i])) {
          EXPECT_TRUE(std::isinf(map.voxel[i]) && std::isinf(some[i]));
          continue;
        }
        ASSERT_NEAR(some[i], simple.voxel[i], 1e-12);
        ASSERT_NEAR(map.voxel[i], simple.voxel[i], 1e-6 * (1 + simple.voxel[i]));
      }
    }
}

// A few voxels of a large grid: near ones are found row by row, further ones by more rows, the
// furthest by whole columns; each way gives the bits of the others.
TEST(Distance, ToAFewVoxelsIsTheSameByRowsAndByColumns) {
  const Grid grid{{70, 80, 90}, {0.7, 0.9, 1.1}};
  Volume<std::uint8_t> set{grid, std::vector<std::uint8_t>(grid.voxels(), 0)};
  set.voxel[grid.at(3, 4, 5)] = set.voxel[grid.at(9, 30, 6)] = 1;
  const auto simple = distance_map_simple(set);
  const std::vector<std::uint32_t> few{static_cast<std::uint32_t>(grid.at(4, 4, 5)),
                                       static_cast<std::uint32_t>(grid.at(60, 40, 35)),
                                       static_cast<std::uint32_t>(grid.at(69, 79, 89))};
  const auto by_rows = distances_at(set, few, 1);
  const auto by_columns = distances_at(set, everywhere(grid), 2);
  for (std::size_t k = 0; k < few.size(); ++k) {
    EXPECT_EQ(by_rows[k], by_columns[few[k]]);
    EXPECT_NEAR(by_rows[k], simple.voxel[few[k]], 1e-12);
  }
}

TEST(Distance, WholeMillimetresAreExactInFloat) {
  const auto set = scattered({61, 40, 20}, {1, 2, 3}, 0.0003, 9);
  const auto simple = distance_map_simple(set);
  const auto map = distance_map(set, 2);
  for (std::size_t i = 0; i < map.voxel.size(); ++i)
    ASSERT_EQ(map.voxel[i], static_cast<float>(simple.voxel[i]));
}

}  // namespace
}  // namespace secondsite::image
