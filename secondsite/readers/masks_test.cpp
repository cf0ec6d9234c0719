#include <gtest/gtest.h>

#include <filesystem>

#include "secondsite/image/write_mask.h"
#include "secondsite/readers/mask_agreement.h"
#include "secondsite/readers/mask_consensus.h"

namespace secondsite::readers {
namespace {

namespace fs = std::filesystem;

const image::Grid grid{.size = {12, 10, 6}, .spacing_mm = {1, 1, 2}};

// A box of a label, [low, high) along each axis.
struct Box {
  std::array<std::uint32_t, 3> low;
  std::array<std::uint32_t, 3> high;
  std::int32_t label = 1;
};

Mask mask_of(const std::vector<Box>& boxes, const image::Grid& on = grid) {
  Mask out{on, std::vector<std::int32_t>(on.voxels())};
  for (const Box& box : boxes)
    for (std::uint32_t z = box.low[2]; z < box.high[2]; ++z)
      for (std::uint32_t y = box.low[1]; y < box.high[1]; ++y)
        for (std::uint32_t x = box.low[0]; x < box.high[0]; ++x)
          out.voxel[on.at(x, y, z)] = box.label;
  return out;
}

class Folder {
 public:
  Folder() : path_(fs::path(testing::TempDir()) / ("masks-" + std::to_string(++made))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  void add(const std::string& reader, const std::string& name, const Mask& mask) const {
    fs::create_directories(path_ / reader);
    ASSERT_TRUE(image::write_mask(mask, path_ / reader / (name + ".nii.gz")));
  }
  std::pair<std::string, std::string> source(const std::string& reader) const {
    return {reader, path_ / reader};
  }
  std::string path() const { return path_; }

 private:
  static int made;
  fs::path path_;
};
int Folder::made = 0;

TEST(MaskReads, AreFoundByNameAndOddOnesAreCounted) {
  const Folder folder;
  const Mask some = mask_of({{{1, 1, 1}, {4, 4, 3}}});
  folder.add("a", "c1", some);
  folder.add("a", "c2", some);
  folder.add("b", "c1", some);
  core::Findings findings;
  auto reads = find_masks({folder.source("a"), folder.source("b")}, findings);
  ASSERT_TRUE(reads);
  EXPECT_EQ(reads->cases, std::vector<std::string>{"c1"});
  EXPECT_EQ(findings.count("readers.one-mask"), 1U);
  name_patients(*reads, {{"c9", "p"}}, findings);
  EXPECT_EQ(findings.count("readers.unknown-patient"), 1U);
  EXPECT_EQ(find_masks({folder.source("a")}, findings).error().code(), "readers.one-reader");
  EXPECT_FALSE(find_masks({folder.source("a"), folder.source("a")}, findings));
  EXPECT_FALSE(find_masks({folder.source("a"), folder.source("nobody")}, findings));
  // Files, whatever their names, are of one case.
  const auto files = find_masks(
      {{"a", folder.path() + "/a/c2.nii.gz"}, {"b", folder.path() + "/b/c1.nii.gz"}}, findings);
  ASSERT_TRUE(files);
  EXPECT_EQ(files->cases.size(), 1U);
}

TEST(MaskAgreement, MeasuresEveryPairAndLinksLesions) {
  const Folder folder;
  // Of 4 x 4 x 2 voxels each; a and b share 3 x 4 x 2, so Dice is 3/4.
  folder.add("a", "c1", mask_of({{{1, 1, 1}, {5, 5, 3}}, {{8, 6, 1}, {10, 8, 3}}}));
  folder.add("b", "c1", mask_of({{{2, 1, 1}, {6, 5, 3}}}));
  folder.add("c", "c1", mask_of({}));
  core::Findings findings;
  const auto reads =
      find_masks({folder.source("a"), folder.source("b"), folder.source("c")}, findings);
  ASSERT_TRUE(reads);
  const auto found = measure_mask_agreement(*reads, {.measures = {"dice", "hd95_mm"}}, {});
  ASSERT_TRUE(found) << found.error().text();
  ASSERT_EQ(found->pairs.size(), 3U);  // a-b, a-c, b-c
  EXPECT_NEAR(found->pairs[0].value[0], 2. * 24 / (40 + 32), 1e-12);
  EXPECT_EQ(found->pairs[1].value[0], 0);
  EXPECT_TRUE(std::isnan(found->pairs[1].value[1]));
  ASSERT_EQ(found->lesions.size(), 1U);
  ASSERT_EQ(found->lesions[0].lesions.size(), 2U);
  EXPECT_EQ(found->lesions[0].lesions[0].lesion.readers, 2U);
  EXPECT_NEAR(found->lesions[0].lesions[0].overlaps[0].dice, .75, 1e-12);
  EXPECT_EQ(found->lesions[0].lesions[1].lesion.readers, 1U);
  EXPECT_EQ(measure_mask_agreement(*reads, {.measures = {"dise"}}, {}).error().code(),
            "config.unknown-name");
}

TEST(MaskAgreement, KeepsTouchingLesionsApartWhereMarksArePairedOneToOne) {
  const CaseMasks masks{
      grid,
      {0, 1},
      {mask_of({{{0, 1, 1}, {5, 5, 3}}, {{6, 1, 1}, {11, 5, 3}}}),
       mask_of({{{0, 1, 1}, {4, 5, 3}}, {{5, 1, 1}, {7, 3, 3}}, {{8, 1, 1}, {11, 5, 3}}})}};
  const auto all = link_components(masks, 2, 1, image::Connectivity::faces, false, 1);
  ASSERT_EQ(all.lesions.size(), 2U);
  EXPECT_TRUE(all.lesions[1].lesion.is_ambiguous);
  const auto best = link_components(masks, 2, 1, image::Connectivity::faces, true, 1);
  EXPECT_EQ(best.lesions.size(), 3U);
}

TEST(MaskConsensus, OfTheMajorityIsTheVoxelsOfMoreThanHalf) {
  const Folder folder;
  folder.add("a", "c1", mask_of({{{1, 1, 1}, {5, 5, 3}}}));
  folder.add("b", "c1", mask_of({{{2, 1, 1}, {6, 5, 3}}}));
  folder.add("c", "c1", mask_of({{{3, 1, 1}, {7, 5, 3}}}));
  folder.add("a", "c2", mask_of({{{1, 1, 1}, {5, 5, 3}}, {{8, 1, 1}, {10, 3, 3}, 7}}));
  folder.add("b", "c2", mask_of({{{1, 1, 1}, {5, 5, 3}}, {{8, 1, 1}, {10, 3, 3}, 9}}));
  core::Findings findings;
  const auto reads =
      find_masks({folder.source("a"), folder.source("b"), folder.source("c")}, findings);
  ASSERT_TRUE(reads);
  std::vector<CaseConsensus> kept;
  const auto done = make_mask_consensus(*reads, {.rule = "majority"}, {}, [&](const auto& one) {
    kept.push_back(one);
    return core::Status(core::Done{});
  });
  ASSERT_TRUE(done) << done.error().text();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].label.voxel, mask_of({{{2, 1, 1}, {6, 5, 3}}}).voxel);
  EXPECT_EQ(kept[0].probability.voxel[grid.at(3, 2, 2)], 1);
  EXPECT_FLOAT_EQ(kept[0].probability.voxel[grid.at(1, 2, 2)], 1.0F / 3);
  EXPECT_EQ(kept[0].readers[1].dice, 1);
  EXPECT_EQ(kept[0].readers[0].dice, .75);
  // Where two readers give two labels, there is none, and the voxels are counted.
  EXPECT_EQ(kept[1].ties, 8U);
  EXPECT_EQ(kept[1].label.voxel, mask_of({{{1, 1, 1}, {5, 5, 3}}}).voxel);
  EXPECT_EQ(done->odd.count("consensus.tie"), 1U);
}

TEST(MaskConsensus, ByStapleTakesOneStructureOrSeveral) {
  const Folder folder;
  for (const char* reader : {"a", "b", "c"}) {
    const std::uint32_t shift = reader[0] - 'a';
    folder.add(reader, "one", mask_of({{{1 + shift, 1, 1}, {6 + shift, 6, 4}}}));
    folder.add(reader, "several",
               mask_of({{{1, 1, 1}, {5, 5, 4}, 300}, {{6, 1, 1}, {9 + shift, 5, 4}, 70000}}));
  }
  core::Findings findings;
  const auto reads =
      find_masks({folder.source("a"), folder.source("b"), folder.source("c")}, findings);
  std::vector<CaseConsensus> kept;
  const auto take = [&](const CaseConsensus& one) {
    kept.push_back(one);
    return core::Status(core::Done{});
  };
  const auto done = make_mask_consensus(*reads, {}, {}, take);
  ASSERT_TRUE(done) << done.error().text();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].label.voxel, mask_of({{{2, 1, 1}, {7, 6, 4}}}).voxel);
  EXPECT_GT(kept[0].readers[1].sensitivity, .99);
  EXPECT_EQ(kept[1].labels, (std::vector<std::int32_t>{300, 70000}));
  EXPECT_EQ(kept[1].label.voxel[grid.at(2, 2, 2)], 300);
  EXPECT_EQ(kept[1].label.voxel[grid.at(7, 2, 2)], 70000);
  EXPECT_EQ(make_mask_consensus(*reads, {.spatial_strength = 1}, {}, take).error().code(),
            "config.bad-value");
  EXPECT_FALSE(make_mask_consensus(*reads, {.rule = "median"}, {}, take));
}

TEST(MaskConsensus, TakesProbabilityMaps) {
  const Folder folder;
  for (const char* reader : {"a", "b", "c"}) {
    fs::create_directories(folder.path() + "/" + reader);
    image::Volume<float> map{grid, std::vector<float>(grid.voxels(), 0.05F)};
    for (std::size_t i = 0; i < map.voxel.size() / 3; ++i) map.voxel[i] = 0.9F;
    ASSERT_TRUE(image::write_map(map, folder.path() + "/" + reader + "/c.nii.gz"));
  }
  core::Findings findings;
  const auto reads =
      find_masks({folder.source("a"), folder.source("b"), folder.source("c")}, findings);
  for (const char* rule : {"staple", "majority"}) {
    std::uint64_t voxels = 0;
    const auto done = make_mask_consensus(*reads, {.rule = rule, .probabilities = true}, {},
                                          [&](const CaseConsensus& one) {
                                            voxels = one.voxels;
                                            return core::Status(core::Done{});
                                          });
    ASSERT_TRUE(done) << done.error().text();
    EXPECT_EQ(voxels, grid.voxels() / 3) << rule;
  }
}

TEST(MaskConsensus, LeavesMasksOnOtherGridsOutUnlessToldToResample) {
  const Folder folder;
  image::Grid other = grid;
  other.spacing_mm[2] = 3;
  folder.add("a", "c", mask_of({{{1, 1, 1}, {5, 5, 3}}}));
  folder.add("b", "c", mask_of({{{1, 1, 1}, {5, 5, 3}}}));
  folder.add("c", "c", mask_of({{{1, 1, 1}, {5, 5, 3}}}, other));
  core::Findings findings;
  const auto reads =
      find_masks({folder.source("a"), folder.source("b"), folder.source("c")}, findings);
  std::size_t readers = 0;
  const auto take = [&](const CaseConsensus& one) {
    readers = one.readers.size();
    return core::Status(core::Done{});
  };
  auto done = make_mask_consensus(*reads, {.rule = "majority"}, {}, take);
  ASSERT_TRUE(done);
  EXPECT_EQ(readers, 2U);
  EXPECT_EQ(done->odd.count("mask.grid"), 1U);
  done = make_mask_consensus(*reads, {.rule = "majority", .resample = true}, {}, take);
  EXPECT_EQ(readers, 3U);
  EXPECT_EQ(done->odd.count("mask.resampled"), 1U);
}

}  // namespace
}  // namespace secondsite::readers
