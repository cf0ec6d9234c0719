#include "secondsite/stats/one_proportion.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

std::optional<core::Error> fault_of_one(Count count, double goal) {
  if (!(count.trials > 0 && count.successes >= 0 && count.successes <= count.trials))
    return core::Error("stats.bad-counts", core::exact(count.successes) + " successes of " +
                                               core::exact(count.trials) +
                                               " trials cannot be tested");
  if (!(goal > 0 && goal < 1))
    return core::Error("stats.bad-input",
                       "the goal " + core::exact(goal) + " is not between 0 and 1");
  return std::nullopt;
}

}  // namespace

core::Result<TestResult> one_proportion_score(Count count, double goal, Alternative alternative,
                                              bool continuity) {
  if (auto error = fault_of_one(count, goal)) return std::move(*error);
  double gap = count.successes - count.trials * goal;
  if (continuity) gap = std::copysign(std::max(0.0, std::abs(gap) - 0.5), gap);
  const double z = gap / std::sqrt(count.trials * goal * (1 - goal));
  return TestResult{.method = continuity ? "one proportion, score with continuity correction"
                                         : "one proportion, score",
                    .statistic = z,
                    .p_value = normal_p_value(z, alternative),
                    .alternative = std::string(name(alternative))};
}

core::Result<TestResult> one_proportion_exact(Count count, double goal, Alternative alternative) {
  if (auto error = fault_of_one(count, goal)) return std::move(*error);
  const double x = count.successes;
  const double n = count.trials;
  if (x != std::floor(x) || n != std::floor(n))
    return core::Error("stats.bad-counts", "the exact test needs whole counts, not " +
                                               core::exact(x) + " of " + core::exact(n));
  double p = 0;
  switch (alternative) {
    // P(X ≥ x) as the lower tail of the failures, which stays accurate where it is small.
    case Alternative::greater:
      p = binomial_cdf(n - x, n, 1 - goal);
      break;
    case Alternative::less:
      p = binomial_cdf(x, n, goal);
      break;
    case Alternative::two_sided: {
      const double limit = binomial_pmf(x, n, goal) * (1 + 1e-7);
      for (double k = 0; k <= n; ++k)
        if (const double each = binomial_pmf(k, n, goal); each <= limit) p += each;
      break;
    }
  }
  return TestResult{.method = "one proportion, exact binomial",
                    .statistic = x,
                    .p_value = std::min(1.0, p),
                    .alternative = std::string(name(alternative))};
}

}  // namespace secondsite::stats
