#include "secondsite/core/random.h"

#include <gtest/gtest.h>

namespace secondsite::core {
namespace {

// Known answers of the Random123 distribution (kat_vectors, philox4x32 10).
TEST(Philox, AgreesWithRandom123) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
            (std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
}

TEST(Random, DependsOnSeedPurposeKeyAndIndexAlone) {
  const Random random(1, "bootstrap");
  EXPECT_EQ(random.bits(7, 3), Random(1, "bootstrap").bits(7, 3));
  EXPECT_NE(random.bits(7, 3), Random(1, "pseudonym").bits(7, 3));
  EXPECT_NE(random.bits(7, 3), Random(2, "bootstrap").bits(7, 3));
  EXPECT_NE(random.bits(7, 3), random.bits(8, 3));
  EXPECT_NE(random.bits(7, 3), random.bits(7, 4));
}

TEST(Random, UniformStaysInsideTheOpenIntervalWithTheRightMean) {
  const Random random(5, "test");
  double sum = 0;
  for (std::uint64_t i = 0; i < 100000; ++i) {
    const double u = random.uniform(i, 0);
    ASSERT_GT(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
  }
  EXPECT_NEAR(sum / 100000, 0.5, 0.004);  // 4.4 standard errors
}

TEST(Random, NormalHasMeanZeroAndVarianceOne) {
  const Random random(5, "test");
  double sum = 0;
  double squares = 0;
  for (std::uint64_t i = 0; i < 100000; ++i) {
    const double z = random.normal(i, 0);
    sum += z;
    squares += z * z;
  }
  EXPECT_NEAR(sum / 100000, 0, 0.014);
  EXPECT_NEAR(squares / 100000, 1, 0.02);
}

}  // namespace
}  // namespace secondsite::core
