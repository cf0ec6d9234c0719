#include "secondsite/guide/printed.h"

#include <gtest/gtest.h>

#include <cmath>

namespace secondsite::guide {
namespace {

TEST(Printed, HalfAUnitFollowsTheLastDigit) {
  EXPECT_DOUBLE_EQ(read_printed("0.086").half_unit, 0.0005);
  EXPECT_DOUBLE_EQ(read_printed("8.4e7").half_unit, 5e5);
  EXPECT_DOUBLE_EQ(read_printed("377,110").half_unit, 0.5);
  EXPECT_DOUBLE_EQ(read_printed("1.6e-6").half_unit, 5e-8);
}

TEST(Printed, TrailingZerosOfAnAboutAreRounding) {
  EXPECT_DOUBLE_EQ(read_printed("250", Claim::about).half_unit, 5);
  EXPECT_DOUBLE_EQ(read_printed("7000", Claim::about).half_unit, 500);
  EXPECT_DOUBLE_EQ(read_printed("425", Claim::about).half_unit, 0.5);
  EXPECT_DOUBLE_EQ(read_printed("-100", Claim::about).half_unit, 50);
}

TEST(Printed, AgreesOnlyWhereItWouldBePrintedTheSame) {
  EXPECT_TRUE(agrees(0.08615, read_printed("0.086")));
  EXPECT_FALSE(agrees(0.0866, read_printed("0.086")));
  EXPECT_TRUE(agrees(99.99984, read_printed("99.9998")));
  EXPECT_FALSE(agrees(99.99991, read_printed("99.9998")));
  EXPECT_FALSE(agrees(stats::unknown, read_printed("1")));
  EXPECT_FALSE(agrees(1, read_printed("one")));
}

TEST(Readable, GroupsLargeNumbersAndKeepsDigitsOfSmallOnes) {
  EXPECT_EQ(readable(83886080), "83,886,080");
  EXPECT_EQ(readable(7353.6), "7353.6");
  EXPECT_EQ(readable(-1000), "-1000");
  EXPECT_EQ(readable(99.99984077), "99.9998");
  EXPECT_EQ(readable(1.592e-6), "1.59e-06");
  EXPECT_EQ(readable(1995), "1995");
  EXPECT_EQ(readable(12345.96), "12,346.0");
}

}  // namespace
}  // namespace secondsite::guide
