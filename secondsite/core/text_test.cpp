#include "secondsite/core/text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace secondsite::core {
namespace {

TEST(Text, ReadsNumbersWholeOrNotAtAll) {
  EXPECT_DOUBLE_EQ(*parse_number(" 0.5 "), 0.5);
  EXPECT_DOUBLE_EQ(*parse_number("+2"), 2);
  EXPECT_DOUBLE_EQ(*parse_number("-1e-3"), -0.001);
  EXPECT_TRUE(std::isnan(*parse_number("nan")));
  EXPECT_TRUE(std::isinf(*parse_number("-inf")));
  EXPECT_EQ(*parse_number("1e-400"), 0);
  EXPECT_TRUE(std::isinf(*parse_number("1e400")));
  for (const char* text : {"", " ", "0,5", "1 2", "0.5x", "++1", "1.2.3", "0x10"})
    EXPECT_FALSE(parse_number(text)) << text;
}

TEST(Text, WritesTheShortestNumberThatReadsBack) {
  for (const double value : {0.1, 1.0 / 3, 1e-300, 123456789.123, -0.0})
    EXPECT_EQ(*parse_number(exact(value)), value);
  EXPECT_EQ(exact(0.1), "0.1");
  EXPECT_EQ(exact(std::nan("")), "nan");
}

TEST(Text, RoundsToNoNegativeZero) {
  EXPECT_EQ(fixed(-0.0004, 3), "0.000");
  EXPECT_EQ(fixed(-0.0006, 3), "-0.001");
  EXPECT_EQ(fixed(std::nan(""), 3), "nan");
}

TEST(Text, GroupsThousandsAndCounts) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(22433000), "22,433,000");
  EXPECT_EQ(counted(1, "patient"), "1 patient");
  EXPECT_EQ(counted(2, "patient"), "2 patients");
}

TEST(Text, FindsTheNearestNameAndNoFarOne) {
  const std::vector<std::string> names{"auroc", "brier", "sensitivity"};
  EXPECT_EQ(*nearest("aurok", names), "auroc");
  EXPECT_EQ(*nearest("Sensitivty", names), "sensitivity");
  EXPECT_FALSE(nearest("hausdorff", names));
}

TEST(Text, SplitKeepsEmptyParts) {
  EXPECT_EQ(split("a||b|", '|'), (std::vector<std::string>{"a", "", "b", ""}));
  EXPECT_EQ(split("", '|'), std::vector<std::string>{""});
}

}  // namespace
}  // namespace secondsite::core
