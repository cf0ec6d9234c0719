#include "secondsite/readers/study/two_sample.h"

#include <gtest/gtest.h>

#include "secondsite/core/random.h"
#include "secondsite/readers/study/covariance.h"
#include "secondsite/readers/study/moments.h"

namespace secondsite::readers::study {
namespace {

// Ratings from 1 to 5, so that there are ties, with some reads missing.
Reads drawn(std::size_t healthy, std::size_t diseased, std::size_t readers, double missing) {
  Reads out = Reads::empty({"a", "b"}, std::vector<std::string>(readers, "r"),
                           std::vector<std::string>(healthy + diseased, "c"),
                           std::vector<std::uint8_t>(healthy + diseased, 0));
  for (std::size_t c = healthy; c < healthy + diseased; ++c) out.positive[c] = 1;
  const core::Random random(7, "test");
  for (std::size_t cell = 0; cell < out.cells(); ++cell)
    for (std::size_t c = 0; c < out.cases.size(); ++c)
      if (random.uniform(cell, 2 * c) >= missing)
        out.at(cell, c) = double(1 + random.below(4, cell, 2 * c + 1) + out.positive[c] * (c % 2));
  return out;
}

TEST(TwoSample, sums_by_one_sort_equal_sums_by_every_pair) {
  const Sample sample = compare_ratings(drawn(13, 9, 4, 0.2));
  const Sums fast = sums_of(sample);
  const Sums slow = sums_by_pairs(sample);
  EXPECT_EQ(fast.of_healthy, slow.of_healthy);
  EXPECT_EQ(fast.of_diseased, slow.of_diseased);
  EXPECT_EQ(fast.value, slow.value);
}

TEST(TwoSample, left_out_values_equal_recomputed_ones) {
  const Sample sample = compare_ratings(drawn(11, 8, 3, 0.15));
  const LeftOut closed = leave_one_out(sample, sums_of(sample));
  const LeftOut again = leave_one_out(
      sample,
      [](const Sample&, std::span<const double> x, std::span<const double> y) {
        double wins = 0;
        double pairs = 0;
        for (const double a : x)
          for (const double b : y)
            if (!std::isnan(a) && !std::isnan(b)) {
              wins += a < b ? 1 : (a == b ? 0.5 : 0);
              pairs += 1;
            }
        return wins / pairs;
      },
      1);
  ASSERT_EQ(closed.without.size(), again.without.size());
  for (std::size_t k = 0; k < closed.without.size(); ++k)
    if (!std::isnan(again.without[k])) {
      EXPECT_NEAR(closed.without[k], again.without[k], 1e-14);
    }
}

TEST(TwoSample, moments_equal_an_enumeration_of_all_pairs_of_triples) {
  for (const double missing : {0.0, 0.3}) {
    const Sample sample = compare_ratings(drawn(6, 5, 3, missing));
    const auto fast = moments_of(sample, sums_of(sample), 2);
    const auto slow = moments_by_enumeration(sample);
    for (std::size_t ab = 0; ab < 4; ++ab)
      for (std::size_t k = 0; k < 8; ++k) {
        EXPECT_NEAR(fast[ab].mean[k], slow[ab].mean[k], 1e-13) << ab << " " << k;
        EXPECT_NEAR(fast[ab].mean_all[k], slow[ab].mean_all[k], 1e-13);
        EXPECT_NEAR(fast[ab].coefficient[k], slow[ab].coefficient[k], 1e-13);
      }
  }
}

TEST(TwoSample, a_mean_over_cases_has_the_moments_of_its_enumeration) {
  const Sample sample = mean_of(drawn(6, 5, 3, 0.2), false);
  const auto fast = moments_of(sample, sums_of(sample), 1);
  const auto slow = moments_by_enumeration(sample);
  for (std::size_t ab = 0; ab < 4; ++ab) {
    EXPECT_NEAR(fast[ab].covariance(), slow[ab].covariance(), 1e-12);
    EXPECT_NEAR(fast[ab].covariance_v(), slow[ab].covariance_v(), 1e-12);
  }
}

}  // namespace
}  // namespace secondsite::readers::study
