#include "secondsite/stats/one_proportion.h"

#include <gtest/gtest.h>

namespace secondsite::stats {
namespace {

// R 4.2.2, prop.test(56, 66, p = .75, correct = FALSE and TRUE).
TEST(OneProportionScore, AgreesWithR) {
  const auto plain = one_proportion_score({56, 66}, 0.75, Alternative::two_sided);
  EXPECT_NEAR(plain->statistic * plain->statistic, 3.4141414141414139, 1e-12);
  EXPECT_NEAR(plain->p_value, 0.0646400307646334, 1e-14);
  const auto corrected = one_proportion_score({56, 66}, 0.75, Alternative::two_sided, true);
  EXPECT_NEAR(corrected->statistic * corrected->statistic, 2.9090909090909092, 1e-12);
  EXPECT_NEAR(corrected->p_value, 0.0880815116621899, 1e-14);
}

// R 4.2.2, binom.test.
TEST(OneProportionExact, AgreesWithR) {
  EXPECT_NEAR(one_proportion_exact({56, 66}, 0.75, Alternative::two_sided)->p_value,
              0.0654773343963667, 1e-13);
  EXPECT_NEAR(one_proportion_exact({56, 66}, 0.75, Alternative::greater)->p_value,
              0.0389219172013317, 1e-14);
  EXPECT_NEAR(one_proportion_exact({40, 66}, 0.75, Alternative::less)->p_value, 0.00697832558810826,
              1e-14);
  EXPECT_NEAR(one_proportion_exact({40, 66}, 0.75, Alternative::two_sided)->p_value,
              0.00997733578709894, 1e-14);
}

TEST(OneProportion, RefusesAGoalThatIsNoProbabilityAndImpossibleCounts) {
  EXPECT_EQ(one_proportion_score({5, 9}, 1, Alternative::greater).error().code(),
            "stats.bad-input");
  EXPECT_EQ(one_proportion_exact({5, 9}, 0, Alternative::greater).error().code(),
            "stats.bad-input");
  EXPECT_EQ(one_proportion_score({0, 0}, 0.5, Alternative::greater).error().code(),
            "stats.bad-counts");
  EXPECT_EQ(one_proportion_exact({2.5, 9}, 0.5, Alternative::greater).error().code(),
            "stats.bad-counts");
}

}  // namespace
}  // namespace secondsite::stats
