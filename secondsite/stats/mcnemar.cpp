#include "secondsite/stats/mcnemar.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

std::optional<core::Error> fault_of_pairs(Discordant cases) {
  for (const double count : {cases.first_only, cases.second_only})
    if (!(count >= 0 && std::isfinite(count) && count == std::floor(count)))
      return core::Error("stats.bad-counts",
                         "McNemar's test needs whole counts from 0, not " + core::exact(count));
  return std::nullopt;
}

}  // namespace

core::Result<TestResult> mcnemar_chi_squared(Discordant cases, bool continuity) {
  if (auto error = fault_of_pairs(cases)) return std::move(*error);
  const double total = cases.first_only + cases.second_only;
  const double gap =
      std::max(0.0, std::abs(cases.first_only - cases.second_only) - (continuity ? 1 : 0));
  const double statistic = total > 0 ? gap * gap / total : 0;
  return TestResult{.method = continuity ? "McNemar, chi-squared with continuity correction"
                                         : "McNemar, chi-squared",
                    .statistic = statistic,
                    .degrees_of_freedom = 1,
                    .p_value = statistic > 0 ? chi_squared_upper(statistic, 1) : 1};
}

core::Result<TestResult> mcnemar_exact(Discordant cases, bool mid_p) {
  if (auto error = fault_of_pairs(cases)) return std::move(*error);
  const double total = cases.first_only + cases.second_only;
  const double smaller = std::min(cases.first_only, cases.second_only);
  double p = 1;
  if (total > 0) {
    p = 2 * binomial_cdf(smaller, total, 0.5);
    if (mid_p) p -= binomial_pmf(smaller, total, 0.5);
  }
  return TestResult{.method = mid_p ? "McNemar, exact, mid-p" : "McNemar, exact",
                    .statistic = smaller,
                    .p_value = std::min(1.0, p)};
}

}  // namespace secondsite::stats
