#include "secondsite/stats/multiplicity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/core/random.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {
namespace {

using Method = MultiplicityMethod;
using Numbers = std::vector<double>;
constexpr Method every_method[] = {
    Method::none,     Method::bonferroni,         Method::holm,
    Method::hochberg, Method::benjamini_hochberg, Method::fixed_sequence};

void expect_near(const Numbers& obtained, const Numbers& expected) {
  ASSERT_EQ(obtained.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (std::isnan(expected[i]))
      EXPECT_TRUE(std::isnan(obtained[i])) << i;
    else
      EXPECT_NEAR(obtained[i], expected[i], 1e-15) << i;
  }
}

// R 4.2.2, p.adjust(p, method).
TEST(Multiplicity, AgreesWithR) {
  const Numbers p{0.01, 0.04, 0.03, 0.005, 0.8, 0.03, 0.2};
  expect_near(adjusted(p, Method::bonferroni), {0.07, 0.28, 0.21, 0.035, 1, 0.21, 1});
  expect_near(adjusted(p, Method::holm), {0.06, 0.15, 0.15, 0.035, 0.8, 0.15, 0.4});
  expect_near(adjusted(p, Method::hochberg), {0.06, 0.12, 0.12, 0.035, 0.8, 0.12, 0.4});
  expect_near(adjusted(p, Method::benjamini_hochberg),
              {0.035, 0.056, 0.0525, 0.035, 0.8, 0.0525, 0.23333333333333336});
}

// R 4.2.2, p.adjust(c(.01, NA, .02, .3), method, n = 4): the missing claim counts in the family.
TEST(Multiplicity, CountsAMissingPValueAsAMemberOfTheFamily) {
  const Numbers p{0.01, unknown, 0.02, 0.3};
  expect_near(adjusted(p, Method::bonferroni), {0.04, unknown, 0.08, 1});
  expect_near(adjusted(p, Method::holm), {0.04, unknown, 0.06, 0.6});
  expect_near(adjusted(p, Method::hochberg), {0.04, unknown, 0.06, 0.6});
  expect_near(adjusted(p, Method::benjamini_hochberg), {0.04, unknown, 0.04, 0.4});
}

TEST(Multiplicity, FixedSequenceNeverPassesAGateBehindAClosedOne) {
  expect_near(adjusted(Numbers{0.01, 0.2, 0.001}, Method::fixed_sequence), {0.01, 0.2, 0.2});
  expect_near(adjusted(Numbers{0.01, unknown, 0.001}, Method::fixed_sequence), {0.01, unknown, 1});
}

TEST(Multiplicity, NeverLowersAPValueNorLeavesZeroToOne) {
  const core::Random random(1, "multiplicity test");
  for (std::uint64_t family = 0; family < 200; ++family) {
    Numbers p;
    for (std::uint64_t i = 0; i < 1 + family % 15; ++i)
      p.push_back(std::pow(random.uniform(family, i), 3));
    for (const Method method : every_method) {
      const Numbers q = adjusted(p, method);
      for (std::size_t i = 0; i < p.size(); ++i) {
        EXPECT_GE(q[i], p[i]) << name(method);
        EXPECT_LE(q[i], 1) << name(method);
      }
    }
    const Numbers bonferroni = adjusted(p, Method::bonferroni);
    const Numbers holm = adjusted(p, Method::holm);
    const Numbers hochberg = adjusted(p, Method::hochberg);
    for (std::size_t i = 0; i < p.size(); ++i) {
      EXPECT_LE(holm[i], bonferroni[i]);
      EXPECT_LE(hochberg[i], holm[i]);
    }
  }
}

TEST(Multiplicity, AnEmptyFamilyStaysEmpty) {
  for (const Method method : every_method) EXPECT_TRUE(adjusted({}, method).empty());
}

TEST(Multiplicity, ReadsItsOwnNamesAndSuggestsTheNearest) {
  for (const Method method : every_method) EXPECT_EQ(*multiplicity_from(name(method)), method);
  const auto wrong = multiplicity_from("bonferoni");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().what(), testing::HasSubstr("\"bonferroni\""));
}

}  // namespace
}  // namespace secondsite::stats
