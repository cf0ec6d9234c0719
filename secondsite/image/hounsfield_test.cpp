#include "secondsite/image/hounsfield.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace secondsite::image {
namespace {

// Air, fat and soft tissue as three bells, shifted and scaled.
std::vector<float> patient(double shift, double slope) {
  std::vector<float> out;
  for (const auto& [centre, count] : {std::pair{-1000.0, 4000}, {-100.0, 3000}, {40.0, 5000}})
    for (int i = 0; i < count; ++i)
      out.push_back(static_cast<float>(
          (centre + 20 * std::sin(i * 0.7) * std::sin(i * 0.13)) * slope + shift));
  return out;
}

TEST(Hounsfield, FindsAirFatAndSoftTissue) {
  const HounsfieldPeaks peaks = hounsfield_peaks(patient(0, 1), NAN);
  ASSERT_TRUE(peaks.air && peaks.fat && peaks.soft);
  EXPECT_NEAR(*peaks.air, -1000, 8);
  EXPECT_NEAR(*peaks.fat, -100, 8);
  EXPECT_NEAR(*peaks.soft, 40, 8);
  EXPECT_TRUE(check_hounsfield(peaks).plausible);
}

TEST(Hounsfield, RefusesAScaleThatWasNotRescaled) {
  // Stored values of an offset of 1024: air at 24 looks like tissue, nothing stands at -1000.
  const HounsfieldPeaks peaks = hounsfield_peaks(patient(1024, 1), NAN);
  EXPECT_FALSE(peaks.air.has_value());
  // A drift of 80 HU.
  const HounsfieldCheck drift = check_hounsfield(hounsfield_peaks(patient(80, 1), NAN));
  EXPECT_TRUE(drift.judged);
  EXPECT_FALSE(drift.plausible);
}

TEST(Hounsfield, DoesNotJudgeWithoutPeaks) {
  EXPECT_FALSE(check_hounsfield(hounsfield_peaks({}, NAN)).judged);
}

}  // namespace
}  // namespace secondsite::image
