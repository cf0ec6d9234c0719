#include "secondsite/image/pixel_facts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace secondsite::image {
namespace {

constexpr std::uint32_t side = 200;

// A bright body on a dark border, with a smooth fall.
std::vector<float> body() {
  std::vector<float> out(std::size_t{side} * side);
  for (std::uint32_t y = 0; y < side; ++y)
    for (std::uint32_t x = 0; x < side; ++x) {
      const double r = std::hypot(x - side / 2.0, y - side / 2.0) / (side / 2.0);
      out[std::size_t{y} * side + x] = static_cast<float>(0.9 * std::exp(-2 * r * r));
    }
  return out;
}

TEST(PixelFacts, OfAnOrdinaryImageRaiseNoSuspicion) {
  const PixelFacts facts = pixel_facts(body(), side, side, true);
  EXPECT_FALSE(facts.blank || facts.saturated || facts.inverted_suspected || facts.text_suspected);
}

TEST(PixelFacts, NoticeBlankSaturatedAndInvertedImages) {
  EXPECT_TRUE(pixel_facts(std::vector<float>(side * side, 3), side, side, true).blank);
  EXPECT_TRUE(pixel_facts({}, 0, 0, true).blank);
  std::vector<float> cut = body();
  for (float& v : cut) v = std::min(v, 0.3F);
  EXPECT_TRUE(pixel_facts(cut, side, side, true).saturated);
  std::vector<float> inverse = body();
  for (float& v : inverse) v = 1 - v;
  EXPECT_TRUE(pixel_facts(inverse, side, side, true).inverted_suspected);
  EXPECT_FALSE(pixel_facts(inverse, side, side, false).inverted_suspected);
}

TEST(PixelFacts, NoticeStrokesOfText) {
  std::vector<float> image = body();
  for (std::uint32_t letter = 0; letter < 12; ++letter)  // upright bars, two pixels wide
    for (std::uint32_t y = 10; y < 20; ++y)
      for (std::uint32_t x = 0; x < 2; ++x) image[std::size_t{y} * side + 10 + 6 * letter + x] = 1;
  EXPECT_TRUE(pixel_facts(image, side, side, true).text_suspected);
}

TEST(PixelFacts, NoticeRowsThatNeverArrivedAndNotAFrameOnBothSides) {
  std::vector<float> cut = body();
  std::fill(cut.end() - side * 30, cut.end(), 0.5F);
  const PixelFacts facts = pixel_facts(cut, side, side, true);
  EXPECT_TRUE(facts.cut_suspected);
  EXPECT_DOUBLE_EQ(facts.filled_share, 30.0 / side);
  std::fill(cut.begin(), cut.begin() + side * 30, 0.5F);
  EXPECT_FALSE(pixel_facts(cut, side, side, true).cut_suspected);
}

}  // namespace
}  // namespace secondsite::image
