#include "secondsite/image/perceptual_hash.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "secondsite/core/random.h"

namespace secondsite::image {
namespace {

// A smooth picture that depends on `key`.
std::vector<float> picture(std::size_t width, std::size_t height, std::uint64_t key) {
  const core::Random random(1, "picture");
  std::vector<float> out(width * height);
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) {
      double value = 0;
      for (std::uint64_t wave = 0; wave < 12; ++wave) {
        const double fx = 4 * random.uniform(key, wave * 3);
        const double fy = 4 * random.uniform(key, wave * 3 + 1);
        const double phase = 6.28 * random.uniform(key, wave * 3 + 2);
        value += std::cos(6.28 * (fx * (double(x) + 0.5) / double(width) +
                                  fy * (double(y) + 0.5) / double(height)) +
                          phase);
      }
      out[y * width + x] = static_cast<float>(value);
    }
  return out;
}

TEST(PerceptualHash, StaysNearUnderRescalingAndGainAndIsFarForOtherPictures) {
  const auto whole = perceptual_hash(picture(512, 512, 7), 512, 512);
  const auto small = perceptual_hash(picture(200, 300, 7), 200, 300);
  ASSERT_TRUE(whole && small);
  EXPECT_LE(distance(whole->dct, small->dct), 2);
  EXPECT_LE(distance(whole->gradient, small->gradient), 2);
  std::vector<float> brighter = picture(512, 512, 7);
  for (float& value : brighter) value = 3 * value + 100;
  const auto gained = perceptual_hash(brighter, 512, 512);
  EXPECT_LE(distance(whole->dct, gained->dct), 2);  // the mean may cross the median
  EXPECT_EQ(whole->gradient, gained->gradient);
  for (std::uint64_t key = 100; key < 120; ++key) {
    const auto other = perceptual_hash(picture(256, 256, key), 256, 256);
    EXPECT_GT(distance(whole->dct, other->dct), 8) << key;
  }
}

TEST(PerceptualHash, HasNothingToSayOfBlankOrTinyImages) {
  EXPECT_FALSE(perceptual_hash(std::vector<float>(64 * 64, 3.0F), 64, 64));
  EXPECT_FALSE(perceptual_hash(std::vector<float>(15 * 64, 3.0F), 15, 64));
  std::vector<float> bad = picture(64, 64, 1);
  bad[5] = NAN;
  EXPECT_FALSE(perceptual_hash(bad, 64, 64));
  EXPECT_FALSE(perceptual_hash(bad, 64, 63));
}

}  // namespace
}  // namespace secondsite::image
