#include "secondsite/labels/consensus_masks.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/core/random.h"
#include "secondsite/labels/consensus_maps.h"
#include "secondsite/labels/support/mask_patterns.h"

namespace secondsite::labels {
namespace {

// Balls with centres and radii that differ a little by reader, with specks.
std::vector<std::vector<std::uint8_t>> balls(std::size_t readers, int n) {
  const core::Random random(3, "masks");
  std::vector<std::vector<std::uint8_t>> out(readers);
  for (std::size_t r = 0; r < readers; ++r) {
    const double radius = n * (.22 + .02 * static_cast<double>(r % 4));
    std::size_t i = 0;
    for (int z = 0; z < n; ++z)
      for (int y = 0; y < n; ++y)
        for (int x = 0; x < n; ++x, ++i) {
          const double d = std::hypot(x - n / 2., y - n / 2. + static_cast<double>(r), z - n / 2.);
          const bool speck = random.uniform(i, r) < .01;
          out[r].push_back((d < radius) != speck ? static_cast<std::uint8_t>(1 + r) : 0);
        }
  }
  return out;
}

Masks spans(const std::vector<std::vector<std::uint8_t>>& masks) {
  return {masks.begin(), masks.end()};
}

// STAPLE as it is written in the paper: every voxel in every round.
MaskConsensus simple_staple(const Masks& masks, unsigned rounds) {
  const std::size_t n = masks[0].size();
  MaskConsensus out;
  out.sensitivity.assign(masks.size(), .99999);
  out.specificity.assign(masks.size(), .99999);
  for (const auto& mask : masks)
    for (const auto v : mask) out.prior += v != 0 ? 1 : 0;
  out.prior /= static_cast<double>(n * masks.size());
  std::vector<double> w(n);
  for (unsigned round = 0; round <= rounds; ++round) {
    for (std::size_t i = 0; i < n; ++i) {
      double a = out.prior;
      double b = 1 - out.prior;
      for (std::size_t r = 0; r < masks.size(); ++r) {
        a *= masks[r][i] != 0 ? out.sensitivity[r] : 1 - out.sensitivity[r];
        b *= masks[r][i] != 0 ? 1 - out.specificity[r] : out.specificity[r];
      }
      w[i] = a / (a + b);
    }
    if (round == rounds) break;
    for (std::size_t r = 0; r < masks.size(); ++r) {
      double in = 0;
      double said = 0;
      double out_all = 0;
      double said_out = 0;
      for (std::size_t i = 0; i < n; ++i) {
        in += w[i];
        out_all += 1 - w[i];
        (masks[r][i] != 0 ? said : said_out) += masks[r][i] != 0 ? w[i] : 1 - w[i];
      }
      out.sensitivity[r] = said / in;
      out.specificity[r] = said_out / out_all;
    }
  }
  out.probability.assign(w.begin(), w.end());
  return out;
}

TEST(Staple, OfPatternsIsStapleOfVoxels) {
  for (const std::size_t readers : {1U, 3U, 5U, 8U, 9U}) {
    const auto masks = balls(readers, 21);
    const auto fast = staple_masks(spans(masks), {}, {});
    ASSERT_TRUE(fast);
    const auto simple = simple_staple(spans(masks), fast->rounds);
    EXPECT_NEAR(fast->prior, simple.prior, 1e-15);
    for (std::size_t r = 0; r < readers; ++r) {
      EXPECT_NEAR(fast->sensitivity[r], simple.sensitivity[r], 1e-9) << readers;
      EXPECT_NEAR(fast->specificity[r], simple.specificity[r], 1e-9) << readers;
    }
    for (std::size_t i = 0; i < simple.probability.size(); ++i)
      ASSERT_NEAR(fast->probability[i], simple.probability[i], 2e-6) << readers << " voxel " << i;
  }
}

TEST(Staple, CountsEveryVoxelOnceWhateverTheNumberOfThreads) {
  const auto masks = balls(5, 33);
  const auto one = count_patterns(spans(masks), 1);
  const auto four = count_patterns(spans(masks), 4);
  EXPECT_EQ(one.of_voxel, four.of_voxel);
  EXPECT_EQ(one.count, four.count);
  std::vector<std::uint64_t> count(32, 0);
  for (std::size_t i = 0; i < masks[0].size(); ++i) {
    unsigned number = 0;
    for (std::size_t r = 0; r < 5; ++r) number |= (masks[r][i] != 0 ? 1U : 0U) << r;
    ++count[number];
  }
  EXPECT_EQ(one.count, count);
}

TEST(Staple, WithASpatialPriorDropsSpecks) {
  const auto masks = balls(2, 25);
  StapleOptions options;
  options.spatial_strength = 1.5;
  options.size = {25, 25, 25};
  const auto plain = staple_masks(spans(masks), {}, {});
  const auto spatial = staple_masks(spans(masks), options, {});
  core::Context many;
  many.threads = 3;
  const auto again = staple_masks(spans(masks), options, many);
  ASSERT_TRUE(plain && spatial && again);
  EXPECT_EQ(spatial->probability, again->probability);
  // Voxels that lie alone: inside, with no neighbour inside.
  const auto alone = [](const MaskConsensus& found) {
    int count = 0;
    for (std::size_t z = 1; z < 24; ++z)
      for (std::size_t y = 1; y < 24; ++y)
        for (std::size_t x = 1; x < 24; ++x) {
          const auto in = [&](std::size_t a, std::size_t b, std::size_t c) {
            return found.probability[a + 25 * (b + 25 * c)] >= .5F;
          };
          count += in(x, y, z) && !in(x + 1, y, z) && !in(x - 1, y, z) && !in(x, y + 1, z) &&
                           !in(x, y - 1, z) && !in(x, y, z + 1) && !in(x, y, z - 1)
                       ? 1
                       : 0;
        }
    return count;
  };
  EXPECT_LT(alone(*spatial), alone(*plain) / 4 + 1);
}

TEST(Staple, OfLabelsIsStapleOfMasksWhereThereAreTwoLabels) {
  auto masks = balls(4, 15);
  for (auto& mask : masks)
    for (auto& v : mask) v = v != 0 ? 7 : 0;
  const auto binary = staple_masks(spans(masks), {}, {});
  const auto labels = staple_labels(spans(masks), {}, {});
  ASSERT_TRUE(binary && labels);
  EXPECT_EQ(labels->labels, (std::vector<std::uint8_t>{0, 7}));
  for (std::size_t i = 0; i < masks[0].size(); ++i)
    ASSERT_EQ(labels->label[i] == 7, binary->probability[i] > .5F);
  EXPECT_NEAR(labels->confusion[2][3], binary->sensitivity[2], 1e-12);
}

TEST(Staple, RefusesMasksOfDifferentSizes) {
  const std::vector<std::uint8_t> a(8, 1);
  const std::vector<std::uint8_t> b(9, 1);
  EXPECT_EQ(staple_masks({a, b}, {}, {}).error().code(), "consensus.uneven-masks");
  EXPECT_FALSE(staple_masks({}, {}, {}));
  EXPECT_FALSE(staple_labels(Masks(17, a), {}, {}));
  StapleOptions options;
  options.spatial_strength = 1;
  EXPECT_FALSE(staple_masks({a, a}, options, {}));
}

TEST(Staple, TakesMasksThatAreEmptyOrFull) {
  const std::vector<std::uint8_t> none(64, 0);
  const std::vector<std::uint8_t> all(64, 1);
  for (const Masks& masks : {Masks{none, none}, Masks{all, all}, Masks{none, all}, Masks{none}}) {
    const auto found = staple_masks(masks, {}, {});
    ASSERT_TRUE(found);
    for (const float p : found->probability) ASSERT_FALSE(std::isnan(p));
  }
}

TEST(StapleOfMaps, OfZeroAndOneIsStapleOfMasks) {
  const auto masks = balls(4, 20);
  std::vector<std::vector<float>> maps(4);
  for (std::size_t r = 0; r < 4; ++r)
    for (const auto v : masks[r]) maps[r].push_back(v != 0 ? 1.0F : 0.0F);
  const auto hard = staple_masks(spans(masks), {}, {});
  const auto soft = staple_maps({maps.begin(), maps.end()}, {}, {});
  ASSERT_TRUE(hard && soft);
  for (std::size_t r = 0; r < 4; ++r) {
    EXPECT_NEAR(soft->sensitivity[r], hard->sensitivity[r], 1e-7);
    EXPECT_NEAR(soft->specificity[r], hard->specificity[r], 1e-7);
  }
  for (std::size_t i = 0; i < hard->probability.size(); ++i)
    ASSERT_NEAR(soft->probability[i], hard->probability[i], 1e-5);
  EXPECT_EQ(soft->structure_voxels, hard->structure_voxels);
}

TEST(StapleOfMaps, FindsTheRatesThatMadeThem) {
  // A reader decides rightly with his rates, and tells his decision with a doubt that is
  // calibrated.
  const core::Random random(8, "maps");
  const double p[] = {.9, .8, .95};
  const double q[] = {.95, .98, .9};
  std::vector<std::vector<float>> maps(3);
  for (std::uint64_t i = 0; i < 60000; ++i) {
    const bool truth = random.uniform(i, 0) < .3;
    for (std::uint64_t r = 0; r < 3; ++r) {
      const bool decided = random.uniform(i, 1 + r) < (truth ? p[r] : 1 - q[r]);
      const double sure = .8 + .2 * random.uniform(i, 10 + r);
      const bool shown = random.uniform(i, 20 + r) < sure ? decided : !decided;
      maps[r].push_back(static_cast<float>(shown ? sure : 1 - sure));
    }
  }
  const auto found = staple_maps({maps.begin(), maps.end()}, {.prior = .3}, {});
  ASSERT_TRUE(found);
  for (std::size_t r = 0; r < 3; ++r) {
    EXPECT_NEAR(found->sensitivity[r], p[r], .02);
    EXPECT_NEAR(found->specificity[r], q[r], .02);
  }
}

TEST(StapleOfMaps, AreTheSameBytesOnAnyNumberOfThreads) {
  const core::Random random(9, "maps");
  std::vector<std::vector<float>> maps(3, std::vector<float>(200000));
  for (std::uint64_t r = 0; r < 3; ++r)
    for (std::uint64_t i = 0; i < maps[r].size(); ++i)
      maps[r][i] = i % 3 == 0 ? 0 : static_cast<float>(random.uniform(i, r));
  core::Context three;
  three.threads = 3;
  const StapleOptions few{.most_rounds = 20};
  const auto a = staple_maps({maps.begin(), maps.end()}, few, {});
  const auto b = staple_maps({maps.begin(), maps.end()}, few, three);
  EXPECT_EQ(a->probability, b->probability);
  EXPECT_EQ(a->sensitivity, b->sensitivity);
}

TEST(StapleOfMaps, RefusesWhatIsNoProbability) {
  const std::vector<float> good{.1F, .9F};
  for (const std::vector<float>& bad :
       {std::vector<float>{.1F, 1.5F}, {-1, .2F}, {std::nanf(""), .2F}})
    EXPECT_EQ(staple_maps({good, bad}, {}, {}).error().code(), "consensus.not-a-probability");
  EXPECT_EQ(staple_maps({good, std::vector<float>{.1F}}, {}, {}).error().code(),
            "consensus.uneven-masks");
  EXPECT_EQ(staple_maps({}, {}, {}).error().code(), "consensus.no-readings");
  const std::vector<float> nothing(4, 0);
  const auto empty = staple_maps({nothing, nothing}, {}, {});
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->structure_voxels, 0U);
}

}  // namespace
}  // namespace secondsite::labels
