#include "secondsite/image/chest_pose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "secondsite/image/thorax_fixture.h"

namespace secondsite::image {
namespace {

ChestPose pose_of(const ThoraxShadow& shadow) {
  return chest_pose(shadow.level, shadow.side, shadow.side);
}

ThoraxShadow turned(const ThoraxShadow& from) {  // a quarter, clockwise
  ThoraxShadow out = from;
  for (std::uint32_t y = 0; y < from.side; ++y)
    for (std::uint32_t x = 0; x < from.side; ++x)
      out.level[std::size_t{x} * from.side + (from.side - 1 - y)] =
          from.level[std::size_t{y} * from.side + x];
  return out;
}

TEST(ChestPose, OfAFrontalShadowIsFrontalUprightAndOfTheRightSign) {
  for (std::uint64_t number = 0; number < 20; ++number) {
    const ChestPose pose = pose_of(thorax_shadow(number, ThoraxView::frontal));
    EXPECT_TRUE(pose.judged);
    EXPECT_EQ(pose.plane, ChestPlane::frontal) << number;
    EXPECT_FALSE(pose.inverted_suspected || pose.turn_suspected) << number;
    EXPECT_NE(pose.heart_side, HeartSide::left_of_image) << number;
  }
}

TEST(ChestPose, OfALateralShadowIsNotFrontal) {
  int not_frontal = 0;
  for (std::uint64_t number = 0; number < 20; ++number) {
    const ChestPose pose = pose_of(thorax_shadow(number, ThoraxView::lateral));
    EXPECT_NE(pose.plane, ChestPlane::frontal) << number;
    EXPECT_EQ(pose.heart_side, HeartSide::undecided);
    not_frontal += pose.plane == ChestPlane::not_frontal ? 1 : 0;
  }
  EXPECT_GE(not_frontal, 18);
}

TEST(ChestPose, NamesTheTurnThatWasPlanted) {
  for (std::uint64_t number = 0; number < 10; ++number) {
    ThoraxShadow shadow = thorax_shadow(number, ThoraxView::frontal);
    for (int quarter = 1; quarter < 4; ++quarter) {
      shadow = turned(shadow);
      const ChestPose pose = pose_of(shadow);
      EXPECT_TRUE(pose.turn_suspected);
      EXPECT_EQ(pose.turns, quarter);
      EXPECT_EQ(pose.plane, ChestPlane::frontal);  // it is judged as it would stand upright
    }
  }
}

TEST(ChestPose, SeesAnInversionAndJudgesThePictureBehindIt) {
  for (std::uint64_t number = 0; number < 10; ++number) {
    ThoraxShadow shadow = thorax_shadow(number, ThoraxView::frontal);
    for (float& v : shadow.level) v = 1 - v;
    const ChestPose pose = pose_of(shadow);
    EXPECT_TRUE(pose.inverted_suspected);
    EXPECT_EQ(pose.plane, ChestPlane::frontal);
    EXPECT_FALSE(pose.turn_suspected);
  }
}

TEST(ChestPose, OfAMirroredPictureHasTheHeartOnTheOtherSide) {
  int usual = 0;
  for (std::uint64_t number = 0; number < 20; ++number) {
    ThoraxShadow shadow = thorax_shadow(number, ThoraxView::frontal);
    const double heart = pose_of(shadow).heart;
    usual += heart > 0 ? 1 : 0;
    for (std::uint32_t y = 0; y < shadow.side; ++y) {
      const auto row = shadow.level.begin() + static_cast<std::ptrdiff_t>(y) * shadow.side;
      std::reverse(row, row + shadow.side);
    }
    EXPECT_NEAR(pose_of(shadow).heart, -heart, 0.08) << number;
  }
  EXPECT_GE(usual, 18);
}

TEST(ChestPose, DoesNotDependOnTheGreyScaleOrOnABlackFrame) {
  const ThoraxShadow shadow = thorax_shadow(3, ThoraxView::frontal);
  const ChestPose pose = pose_of(shadow);
  std::vector<float> other = shadow.level;
  for (float& v : other) v = 4095 * v - 1000;
  const ChestPose scaled = chest_pose(other, shadow.side, shadow.side);
  EXPECT_NEAR(scaled.fit, pose.fit, 1e-6);
  EXPECT_NEAR(scaled.heart, pose.heart, 1e-3);
  const std::uint32_t frame = 40;
  const std::uint32_t side = shadow.side + 2 * frame;
  std::vector<float> framed(std::size_t{side} * side, 0);
  for (std::uint32_t y = 0; y < shadow.side; ++y)
    for (std::uint32_t x = 0; x < shadow.side; ++x)
      framed[std::size_t{y + frame} * side + x + frame] =
          shadow.level[std::size_t{y} * shadow.side + x];
  const ChestPose inside = chest_pose(framed, side, side);
  EXPECT_EQ(inside.plane, ChestPlane::frontal);
  EXPECT_NEAR(inside.heart, pose.heart, 0.1);
}

TEST(ChestPose, IsNotJudgedWhereThereIsNothingToSee) {
  EXPECT_FALSE(chest_pose(std::vector<float>(10000, 5), 100, 100).judged);
  EXPECT_FALSE(chest_pose(std::vector<float>(100, 5), 10, 10).judged);
  EXPECT_FALSE(chest_pose({}, 0, 0).judged);
  std::vector<float> nans(10000, std::nanf(""));
  EXPECT_FALSE(chest_pose(nans, 100, 100).judged);
  nans[3] = 1;
  nans[5] = 2;
  EXPECT_EQ(chest_pose(nans, 100, 100).heart_side, HeartSide::undecided);
}

}  // namespace
}  // namespace secondsite::image
