#include "secondsite/image/surface.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "secondsite/core/random.h"
#include "secondsite/image/surface_table.h"

namespace secondsite::image {
namespace {

Volume<std::uint8_t> blobs(std::array<std::uint32_t, 3> size, std::array<double, 3> spacing,
                           std::uint64_t seed) {
  Volume<std::uint8_t> out{Grid{size, spacing}, {}};
  const core::Random random(seed, "blobs");
  for (std::size_t i = 0; i < out.grid.voxels(); ++i) {
    const bool a = random.uniform(i / 7, 1) < 0.5;
    const bool b = random.uniform(i / 7, 1) < 0.45 || random.uniform(i, 2) < 0.05;
    out.voxel.push_back(static_cast<std::uint8_t>((a ? 1 : 0) | (b ? 2 : 0)));
  }
  return out;
}

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(SurfaceTable, ACodeAndItsComplementHaveTheSameArea) {
  const auto area = surface_areas_mm2({1.0, 1.7, 2.9});
  for (unsigned code = 0; code < 256; ++code) EXPECT_DOUBLE_EQ(area[code], area[255 - code]);
  EXPECT_EQ(area[0], 0);
}

TEST(SurfaceTable, SimpleCellsHaveTheAreasOfGeometry) {
  const auto area = surface_areas_mm2({2, 3, 5});
  // One corner: the triangle through the middles of its three edges.
  EXPECT_NEAR(area[1], std::hypot(3 * 5.0, 2 * 5.0, 2 * 3.0) / 8, 1e-12);
  EXPECT_NEAR(area[0b00001111], 2 * 3, 1e-12);  // a plane across z
  EXPECT_NEAR(area[0b00110011], 2 * 5, 1e-12);  // across y
  EXPECT_NEAR(area[0b01010101], 3 * 5, 1e-12);  // across x
  // Two corners of an edge along x: a rectangle, 2 by half the diagonal of the other two.
  EXPECT_NEAR(area[0b00000011], 2 * std::hypot(3.0, 5.0) / 2, 1e-12);
}

TEST(SurfaceTable, TheMeshOfABallHasNearlyItsArea) {
  constexpr int n = 41;
  Volume<std::uint8_t> both{Grid{{n, n, n}, {1, 1, 1}}, {}};
  for (int i = 0; i < n * n * n; ++i)
    both.voxel.push_back(std::hypot(i % n - 20, i / n % n - 20, i / n / n - 20) <= 18 ? 3 : 0);
  const auto pair = surface_distances(both, SurfaceKind::surface_cells, 1);
  const double exact = 4 * M_PI * 18 * 18;
  // A mesh through the middles of edges has facets in few directions: known to exceed by 9 %.
  EXPECT_NEAR(total(pair.a_to_b.weight) / exact, 1.085, 0.02);
}

TEST(Surface, FastEqualsSimpleOnAnyNumberOfThreads) {
  std::uint64_t seed = 0;
  for (const auto& size :
       {std::array<std::uint32_t, 3>{1, 1, 1}, {20, 17, 1}, {19, 12, 9}, {3, 1, 30}, {40, 9, 2}})
    for (const auto kind : {SurfaceKind::border_voxels, SurfaceKind::surface_cells}) {
      const auto both = blobs(size, {0.7, 1.1, 2.5}, ++seed);
      const auto simple = surface_distances_simple(both, kind);
      const auto fast = surface_distances(both, kind, 1);
      const auto threaded = surface_distances(both, kind, 3);
      EXPECT_EQ(fast.a_to_b.mm, threaded.a_to_b.mm);
      EXPECT_EQ(fast.b_to_a.weight, threaded.b_to_a.weight);
      EXPECT_EQ(fast.a_to_b.weight, simple.a_to_b.weight);
      EXPECT_EQ(fast.b_to_a.weight, simple.b_to_a.weight);
      ASSERT_EQ(fast.a_to_b.mm.size(), simple.a_to_b.mm.size());
      for (std::size_t i = 0; i < fast.a_to_b.mm.size(); ++i)
        if (std::isfinite(simple.a_to_b.mm[i])) {
          ASSERT_NEAR(fast.a_to_b.mm[i], simple.a_to_b.mm[i], 1e-12);
        }
    }
}

TEST(Surface, SlabsAreAsFarApartAsTheyAreDrawn) {
  Volume<std::uint8_t> both{Grid{{40, 40, 20}, {0.5, 0.5, 3}}, {}};
  for (std::size_t i = 0; i < both.grid.voxels(); ++i) {
    const std::size_t z = i / 1600;
    both.voxel.push_back(static_cast<std::uint8_t>((z < 8 ? 1 : 0) | (z < 10 ? 2 : 0)));
  }
  const auto cells = surface_distances(both, SurfaceKind::surface_cells, 2);
  EXPECT_DOUBLE_EQ(*std::max_element(cells.b_to_a.mm.begin(), cells.b_to_a.mm.end()), 6);
  EXPECT_DOUBLE_EQ(*std::max_element(cells.a_to_b.mm.begin(), cells.a_to_b.mm.end()), 6);
}

TEST(Surface, AnEmptyMaskIsInfinitelyFar) {
  Volume<std::uint8_t> both{Grid{{3, 3, 3}}, std::vector<std::uint8_t>(27, 0)};
  both.voxel[13] = 1;
  const auto pair = surface_distances(both, SurfaceKind::border_voxels, 1);
  EXPECT_TRUE(std::isinf(pair.a_to_b.mm.front()));
  EXPECT_TRUE(pair.b_to_a.mm.empty());
}

}  // namespace
}  // namespace secondsite::image
