#include "secondsite/dicom/found_padding.h"

#include <gtest/gtest.h>

namespace secondsite::dicom {
namespace {

Pixels ct(std::vector<std::int32_t> stored) {
  Pixels out;
  out.unit = "HU";
  out.intercept = -1024;
  out.stored = std::move(stored);
  return out;
}

TEST(UndeclaredPadding, IsOneValueFarBelowAirThatManyPixelsHave) {
  EXPECT_EQ(undeclared_padding(ct({-2000, -2000, 0, 24, 1064})), -2000);
}

TEST(UndeclaredPadding, IsNotFoundInWhatCanBeMeasured) {
  EXPECT_FALSE(undeclared_padding(ct({0, 0, 24, 1064})));           // -1024 HU is air
  EXPECT_FALSE(undeclared_padding(ct({-150, -149, -100, 0, 24})));  // no gap: noise in air
  EXPECT_FALSE(undeclared_padding(ct({-2000, -2000})));             // nothing else in the image
  std::vector<std::int32_t> rare(1000, 24);
  rare[0] = -2000;
  EXPECT_FALSE(undeclared_padding(ct(rare)));
  Pixels declared = ct({-2000, -2000, 0, 24});
  declared.padding = -2000;
  EXPECT_FALSE(undeclared_padding(declared));
  Pixels magnetic = ct({-2000, -2000, 0, 24});
  magnetic.unit = "";
  EXPECT_FALSE(undeclared_padding(magnetic));
}

}  // namespace
}  // namespace secondsite::dicom
