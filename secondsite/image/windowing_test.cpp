#include "secondsite/image/windowing.h"

#include <gtest/gtest.h>

#include <cmath>

namespace secondsite::image {
namespace {

// PS3.3 C.11.2.1.2.1, note: centre 2048 and width 4096 map 0 to 0 and 4095 to the maximum.
TEST(Windowing, MapsTheExamplesOfTheStandard) {
  EXPECT_DOUBLE_EQ(grey(0, {2048, 4096}), 0);
  EXPECT_DOUBLE_EQ(grey(4095, {2048, 4096}), 1);
  // Width 1 is a threshold at centre - 0.5.
  EXPECT_DOUBLE_EQ(grey(2047.4, {2048, 1}), 0);
  EXPECT_DOUBLE_EQ(grey(2047.6, {2048, 1}), 1);
  // Centre 0 and width 100: from -50 to 49.
  EXPECT_DOUBLE_EQ(grey(-50, {0, 100}), 0);
  EXPECT_DOUBLE_EQ(grey(49, {0, 100}), 1);
  EXPECT_DOUBLE_EQ(grey(0, {0, 100, Window::Function::sigmoid}), 0.5);
  EXPECT_DOUBLE_EQ(grey(50, {0, 100, Window::Function::linear_exact}), 1);
}

TEST(Windowing, InvertsLastAndOnce) {
  const std::vector<float> values{-50, 0, 49};
  const auto plain = grey(values, {0, 100}, false);
  const auto inverted = grey(values, {0, 100}, true);
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_FLOAT_EQ(inverted[i], 1 - plain[i]);
}

TEST(Windowing, HasAnAnswerForEveryWidth) {
  for (const double width : {-1.0, 0.0, 1.0})
    for (const auto function :
         {Window::Function::linear, Window::Function::linear_exact, Window::Function::sigmoid})
      EXPECT_TRUE(std::isfinite(grey(10, {5, width, function})));
  EXPECT_TRUE(std::isnan(grey(NAN, {})));
}

}  // namespace
}  // namespace secondsite::image
