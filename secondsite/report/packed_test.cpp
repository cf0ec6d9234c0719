#include "secondsite/report/packed.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/report/fixture.h"

namespace secondsite::report {
namespace {

stats::Curve quarter_circle(std::size_t points) {
  stats::Curve curve;
  for (std::size_t i = 0; i < points; ++i) {
    const double angle =
        1.5707963267948966 * static_cast<double>(i) / static_cast<double>(points - 1);
    const double y = std::sin(angle);
    curve.points.push_back({1 - std::cos(angle), y, {y - 0.02, y + 0.02}});
  }
  return curve;
}

// The curve's height at x, by linear interpolation.
double height_at(const stats::Curve& curve, double x) {
  for (std::size_t i = 1; i < curve.points.size(); ++i) {
    const auto& a = curve.points[i - 1];
    const auto& b = curve.points[i];
    if (x <= b.x) return b.x > a.x ? a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x) : b.y;
  }
  return curve.points.back().y;
}

TEST(Thinned, KeepsTheEndsAndTheOrderWithinTheLimit) {
  const stats::Curve thin = thinned(quarter_circle(5000), 48);
  ASSERT_LE(thin.points.size(), 48U);
  EXPECT_EQ(thin.points.front().x, 0);
  EXPECT_EQ(thin.points.back().y, 1);
  for (std::size_t i = 1; i < thin.points.size(); ++i)
    EXPECT_LT(thin.points[i - 1].x, thin.points[i].x);
}

TEST(Thinned, CannotBeToldFromTheWholeCurveByEye) {
  const stats::Curve whole = quarter_circle(5000);
  const stats::Curve thin = thinned(whole, 48);
  for (const auto& point : whole.points)
    if (point.x > 0.02) EXPECT_NEAR(height_at(thin, point.x), point.y, 0.004) << point.x;
}

TEST(Thinned, ShortCurvesAndUnknownBandsStayAsTheyAre) {
  stats::Curve curve = quarter_circle(10);
  EXPECT_EQ(thinned(curve, 10).points.size(), 10U);
  for (auto& point : curve.points) point.band = {};
  EXPECT_LE(thinned(curve, 5).points.size(), 5U);
}

TEST(Packed, StoresEveryEstimateOnce) {
  const evaluation::RunResult run = two_hospitals();
  const core::Json data = packed(run);
  ASSERT_EQ(data["strata"].size(), run.strata.size());
  for (std::size_t i = 0; i < run.strata.size(); ++i) {
    ASSERT_EQ(data["strata"][i]["e"].size(), run.strata[i].estimates.size());
    for (std::size_t j = 0; j < run.strata[i].estimates.size(); ++j) {
      const stats::Estimate& estimate = run.strata[i].estimates[j];
      const core::Json& row = data["strata"][i]["e"][j];
      EXPECT_EQ(data["kinds"][row[0].get<std::size_t>()][0], estimate.metric);
      if (estimate.is_estimable())
        EXPECT_NEAR(row[1].get<double>(), estimate.value,
                    0.0005 * std::abs(estimate.value) + 1e-12);
      else
        EXPECT_TRUE(row[1].is_null());
    }
  }
}

TEST(Packed, HasNoNumberThatJsonCannotHold) {
  const std::string text = packed(two_hospitals()).dump();
  EXPECT_EQ(text.find("nan"), std::string::npos);
  EXPECT_EQ(text.find("inf,"), std::string::npos);
}

}  // namespace
}  // namespace secondsite::report
