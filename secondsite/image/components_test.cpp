#include "secondsite/image/components.h"

#include <gtest/gtest.h>

#include "secondsite/core/random.h"

namespace secondsite::image {
namespace {

template <typename Label>
Volume<Label> random_labels(std::array<std::uint32_t, 3> size, double share, unsigned labels,
                            std::uint64_t seed) {
  Volume<Label> out{Grid{size}, {}};
  const core::Random random(seed, "components");
  for (std::size_t i = 0; i < out.grid.voxels(); ++i)
    out.voxel.push_back(random.uniform(i, 1) < share
                            ? static_cast<Label>(1 + random.below(labels, i, 2))
                            : Label{0});
  return out;
}

template <typename Label>
void agree(std::uint64_t seed) {
  for (const auto& size :
       {std::array<std::uint32_t, 3>{1, 1, 1}, {25, 14, 1}, {23, 11, 37}, {1, 30, 35}, {40, 1, 20}})
    for (const double share : {0.05, 0.3, 0.6, 1.0})
      for (const unsigned labels : {1U, 3U})
        for (const auto way : {Connectivity::faces, Connectivity::edges, Connectivity::corners}) {
          const auto volume = random_labels<Label>(size, share, labels, ++seed);
          const auto simple = component_map_simple(volume, way);
          for (const unsigned threads : {1U, 3U}) {
            const auto found = components(volume, way, threads);
            const auto map = component_map(found, volume.grid, threads);
            const std::vector<std::uint32_t> voxels(map.voxel.get(),
                                                    map.voxel.get() + volume.voxel.size());
            ASSERT_EQ(voxels, simple) << size[0] << " " << share << " " << static_cast<int>(way);
          }
        }
}

TEST(Components, EqualAFloodFromEveryVoxel) {
  agree<std::uint8_t>(1);
  agree<std::int32_t>(1000);
}

TEST(Components, CornersJoinOnlyWhereTheyCount) {
  Volume<std::uint8_t> volume{Grid{{2, 2, 2}}, {1, 0, 0, 0, 0, 0, 0, 1}};
  EXPECT_EQ(components(volume, Connectivity::faces, 1).count(), 2);
  EXPECT_EQ(components(volume, Connectivity::edges, 1).count(), 2);
  EXPECT_EQ(components(volume, Connectivity::corners, 1).count(), 1);
}

TEST(Components, AnEmptyVolumeHasNone) {
  Volume<std::uint8_t> volume{Grid{{5, 5, 5}}, std::vector<std::uint8_t>(125, 0)};
  const auto found = components(volume, Connectivity::corners, 2);
  EXPECT_EQ(found.count(), 0);
  EXPECT_TRUE(found.runs.empty());
}

}  // namespace
}  // namespace secondsite::image
