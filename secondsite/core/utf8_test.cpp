#include "secondsite/core/utf8.h"

#include <gtest/gtest.h>

namespace secondsite::core {
namespace {

using namespace std::string_literals;

TEST(Utf8, IsLeftAloneWhereItIsValid) {
  EXPECT_TRUE(is_utf8("H\u00f4tel \u2265 \U0001f600"));
  EXPECT_EQ(valid_utf8("H\u00f4tel"), "H\u00f4tel");
}

TEST(Utf8, ReplacesWhatIsNoneByteByByte) {
  for (const std::string& bad :
       {"H\xf4tel"s, "\xc3("s, "\xe2\x82"s, "\xed\xa0\x80"s, "\xc0\xaf"s}) {
    EXPECT_FALSE(is_utf8(bad));
    EXPECT_TRUE(is_utf8(valid_utf8(bad)));
  }
  EXPECT_EQ(valid_utf8("H\xf4tel"), "H\ufffdtel");
  EXPECT_EQ(valid_utf8("a\0b"s), "a\ufffdb");
}

TEST(Utf8, IsCutBetweenSequences) {
  EXPECT_EQ(clipped("abc", 3), "abc");
  EXPECT_EQ(clipped("ab\u00f4", 3), "ab\u2026");
  EXPECT_TRUE(is_utf8(clipped("\U0001f600\U0001f600", 6)));
}

}  // namespace
}  // namespace secondsite::core
