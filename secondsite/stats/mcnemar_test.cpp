#include "secondsite/stats/mcnemar.h"

#include <gtest/gtest.h>

namespace secondsite::stats {
namespace {

// R 4.2.2, mcnemar.test on matrix(c(794, 86, 150, 570), 2), the example of its documentation.
TEST(McNemar, AgreesWithR) {
  const auto plain = mcnemar_chi_squared({150, 86});
  EXPECT_NEAR(plain->statistic, 17.3559322033898, 1e-12);
  EXPECT_NEAR(plain->p_value, 3.09929344104522e-05, 1e-17);
  const auto corrected = mcnemar_chi_squared({150, 86}, true);
  EXPECT_NEAR(corrected->statistic, 16.8177966101695, 1e-12);
  EXPECT_NEAR(corrected->p_value, 4.11456228134594e-05, 1e-17);
}

// R 4.2.2, binom.test(86, 236) and binom.test(2, 11) with dbinom(2, 11, .5) taken off for the
// mid-p.
TEST(McNemarExact, AgreesWithR) {
  EXPECT_NEAR(mcnemar_exact({150, 86}, false)->p_value, 3.71593613957143e-05, 1e-16);
  EXPECT_NEAR(mcnemar_exact({9, 2}, false)->p_value, 0.06542968750, 1e-15);
  EXPECT_NEAR(mcnemar_exact({2, 9}, true)->p_value, 0.03857421875, 1e-15);
}

TEST(McNemar, SeesNoDifferenceWhereNothingDisagreesOrBothAlike) {
  for (const bool flag : {false, true}) {
    EXPECT_EQ(mcnemar_chi_squared({0, 0}, flag)->p_value, 1);
    EXPECT_EQ(mcnemar_exact({0, 0}, flag)->p_value, 1);
    EXPECT_NEAR(mcnemar_exact({4, 4}, flag)->p_value, 1, 1e-15);
  }
}

TEST(McNemar, RefusesCountsThatAreNone) {
  EXPECT_FALSE(mcnemar_chi_squared({-1, 2}));
  EXPECT_FALSE(mcnemar_exact({1.5, 2}, true));
}

}  // namespace
}  // namespace secondsite::stats
