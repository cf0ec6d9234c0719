#include "secondsite/dicom/hounsfield_fault.h"

#include <gtest/gtest.h>

#include <cmath>

namespace secondsite::dicom {
namespace {

TEST(WrappedHounsfield, IsKnownByItsSignatureAlone) {
  EXPECT_TRUE(has_wrapped_hounsfield(12, false, 0));
  EXPECT_TRUE(has_wrapped_hounsfield(12, false, -99));
  EXPECT_FALSE(has_wrapped_hounsfield(12, false, -1024));
  EXPECT_FALSE(has_wrapped_hounsfield(12, true, 0));
  EXPECT_FALSE(has_wrapped_hounsfield(16, false, 0));
  EXPECT_FALSE(has_wrapped_hounsfield(12, false, std::nan("")));
}

// Planted: HU, written as (HU + 1000) - 1000 in 12 bits without a sign. The rule gives them back.
TEST(WrappedHounsfield, ComesOutAsTheHounsfieldUnitsThatWereMeant) {
  const std::vector<int> meant{-1000, -999, -500, -1, 0, 40, 1000, 3095};
  Pixels pixels;
  pixels.bits_stored = 12;
  pixels.unit = "HU";
  pixels.intercept = 0;
  for (const int hu : meant) pixels.stored.push_back(((hu % 4096) + 4096) % 4096);
  pixels.value.assign(pixels.stored.begin(), pixels.stored.end());
  EXPECT_GT(pixels.value[0], 3000);  // air, white
  ASSERT_TRUE(repair_wrapped_hounsfield(pixels));
  for (std::size_t i = 0; i < meant.size(); ++i)
    EXPECT_EQ(pixels.value[i], static_cast<float>(meant[i]));
  EXPECT_FALSE(repair_wrapped_hounsfield(pixels)) << "once";
}

TEST(WrappedHounsfield, IsLeftAloneWhereTheUnitIsNotHu) {
  Pixels pixels;
  pixels.bits_stored = 12;
  pixels.stored = {5};
  pixels.value = {5};
  EXPECT_FALSE(repair_wrapped_hounsfield(pixels));
  EXPECT_EQ(pixels.value[0], 5);
}

}  // namespace
}  // namespace secondsite::dicom
