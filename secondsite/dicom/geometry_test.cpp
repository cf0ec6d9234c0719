#include "secondsite/dicom/geometry.h"

#include <gtest/gtest.h>

#include <cmath>

namespace secondsite::dicom {
namespace {

Plane axial(double z, double y = 0) {
  return {{0, y, z}, {1, 0, 0, 0, 1, 0}};
}

TEST(Stack, IsRegularWhateverTheOrderOfTheSlices) {
  std::vector<Plane> planes;
  for (const int i : {3, 0, 4, 1, 2}) planes.push_back(axial(2.5 * i));
  const Stack stack = judge_stack(planes);
  EXPECT_EQ(stack.verdict, StackVerdict::regular);
  EXPECT_DOUBLE_EQ(stack.spacing_mm, 2.5);
  EXPECT_EQ(stack.order, (std::vector<std::size_t>{1, 3, 4, 0, 2}));
}

TEST(Stack, RefusesUnevenDistancesAsOneVolume) {
  std::vector<Plane> planes;
  double z = 0;
  for (int i = 0; i < 28; ++i) {
    planes.push_back(axial(z));
    z += i < 13 ? 4.22 : i == 13 ? 1.14 : 7.38;
  }
  const Stack stack = judge_stack(planes);
  EXPECT_EQ(stack.verdict, StackVerdict::uneven);
  EXPECT_EQ(stack.steps, "4.22 x 13, 1.14, 7.38 x 13");
  EXPECT_FALSE(stack.one_volume());
}

TEST(Stack, FindsTheTiltOfTheGantryFromPositionsAlone) {
  const double angle = 18.5 * M_PI / 180;
  std::vector<Plane> planes;
  for (int i = 0; i < 5; ++i)
    planes.push_back({{0, 0, 4.0 * i}, {1, 0, 0, 0, std::cos(angle), -std::sin(angle)}});
  const Stack stack = judge_stack(planes);
  EXPECT_EQ(stack.verdict, StackVerdict::tilted);
  EXPECT_NEAR(stack.tilt_deg, 18.5, 1e-9);
  EXPECT_NEAR(stack.spacing_mm, 4 * std::cos(angle), 1e-12);
  EXPECT_NEAR(stack.step_mm, 4, 1e-12);
}

TEST(Stack, CountsSlicesThatGapsLack) {
  std::vector<Plane> planes;
  for (const int i : {0, 1, 2, 5, 6, 8}) planes.push_back(axial(i));
  const Stack stack = judge_stack(planes);
  EXPECT_EQ(stack.verdict, StackVerdict::missing);
  EXPECT_EQ(stack.missing, 3U);
}

TEST(Stack, TellsRepeatsFromMixtures) {
  const std::vector<Plane> twice{axial(0), axial(1), axial(2), axial(0), axial(1), axial(2)};
  EXPECT_EQ(judge_stack(twice).verdict, StackVerdict::repeated);
  const std::vector<Plane> some{axial(0), axial(1), axial(1), axial(2)};
  EXPECT_EQ(judge_stack(some).verdict, StackVerdict::mixed);
  const std::vector<Plane> planes{axial(0), {{0, 0, 1}, {0, 1, 0, 0, 0, 1}}};
  EXPECT_EQ(judge_stack(planes).verdict, StackVerdict::mixed);
  EXPECT_EQ(judge_stack({}).verdict, StackVerdict::unknown);
}

}  // namespace
}  // namespace secondsite::dicom
