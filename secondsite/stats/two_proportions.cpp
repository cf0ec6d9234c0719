#include "secondsite/stats/two_proportions.h"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <numbers>
#include <optional>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::stats {
namespace {

std::optional<core::Error> fault_of_two(Count count, std::string_view which) {
  if (count.trials > 0 && std::isfinite(count.trials) && count.successes >= 0 &&
      count.successes <= count.trials)
    return std::nullopt;
  return core::Error("stats.bad-counts", "the " + std::string(which) + " group has " +
                                             core::exact(count.successes) + " successes of " +
                                             core::exact(count.trials) + " trials");
}

std::optional<core::Error> fault_of_two(Count first, Count second) {
  if (auto error = fault_of_two(first, "first")) return error;
  return fault_of_two(second, "second");
}

TestResult normal_test(std::string method, double z, Alternative alternative) {
  return {.method = std::move(method),
          .statistic = z,
          .p_value = normal_p_value(z, alternative),
          .alternative = std::string(name(alternative))};
}

// The maximum-likelihood p₁ where p₁ − p₂ = d (Farrington & Manning 1990, appendix I): the root of
// a cubic that lies within the allowed range.
double restricted_first(Count first, Count second, double d) {
  const double p1 = first.proportion();
  const double p2 = second.proportion();
  const double theta = second.trials / first.trials;
  const double a = 1 + theta;
  const double b = -(1 + theta + p1 + theta * p2 + d * (theta + 2));
  const double c = d * d + d * (2 * p1 + theta + 1) + p1 + theta * p2;
  const double e = -p1 * d * (1 + d);
  const double third = b / (3 * a);
  const double v = third * third * third - b * c / (6 * a * a) + e / (2 * a);
  const double u = std::copysign(std::sqrt(std::max(0.0, third * third - c / (3 * a))), v);
  const double cosine = u == 0 ? 0 : std::clamp(v / (u * u * u), -1.0, 1.0);
  const double w = (std::numbers::pi + std::acos(cosine)) / 3;
  return std::clamp(2 * u * std::cos(w) - third, std::max(0.0, d), std::min(1.0, 1 + d));
}

double score_statistic(Count first, Count second, double d) {
  const double p1 = restricted_first(first, second, d);
  const double p2 = std::clamp(p1 - d, 0.0, 1.0);
  const double total = first.trials + second.trials;
  const double variance =
      (p1 * (1 - p1) / first.trials + p2 * (1 - p2) / second.trials) * total / (total - 1);
  const double gap = first.proportion() - second.proportion() - d;
  if (variance <= 0)
    return gap == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), gap);
  return gap / std::sqrt(variance);
}

double log_choose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

}  // namespace

core::Result<TestResult> two_proportions_pooled(Count first, Count second, Alternative alternative,
                                                bool continuity) {
  if (auto error = fault_of_two(first, second)) return std::move(*error);
  const double pooled = (first.successes + second.successes) / (first.trials + second.trials);
  const double inverse = 1 / first.trials + 1 / second.trials;
  const double se = std::sqrt(pooled * (1 - pooled) * inverse);
  double gap = first.proportion() - second.proportion();
  if (continuity) gap = std::copysign(std::max(0.0, std::abs(gap) - inverse / 2), gap);
  return normal_test(continuity ? "two proportions, pooled z with continuity correction"
                                : "two proportions, pooled z",
                     se > 0 ? gap / se : 0, alternative);
}

core::Result<TestResult> two_proportions_unpooled(Count first, Count second, double null_difference,
                                                  Alternative alternative) {
  if (auto error = fault_of_two(first, second)) return std::move(*error);
  const double p1 = first.proportion();
  const double p2 = second.proportion();
  const double variance = p1 * (1 - p1) / first.trials + p2 * (1 - p2) / second.trials;
  return normal_test("two proportions, unpooled z",
                     variance > 0 ? (p1 - p2 - null_difference) / std::sqrt(variance) : unknown,
                     alternative);
}

core::Result<TestResult> two_proportions_score(Count first, Count second, double null_difference,
                                               Alternative alternative) {
  if (auto error = fault_of_two(first, second)) return std::move(*error);
  if (!(std::abs(null_difference) < 1))
    return core::Error("stats.bad-input", "the null difference " + core::exact(null_difference) +
                                              " of two proportions is not between -1 and 1");
  return normal_test("two proportions, score (Miettinen-Nurminen)",
                     score_statistic(first, second, null_difference), alternative);
}

core::Result<TestResult> fisher_exact(Count first, Count second, Alternative alternative) {
  if (auto error = fault_of_two(first, second)) return std::move(*error);
  for (const double count : {first.successes, first.trials, second.successes, second.trials})
    if (count != std::floor(count))
      return core::Error("stats.bad-counts",
                         "Fisher's exact test needs whole counts, not " + core::exact(count));
  const double successes = first.successes + second.successes;
  const double low = std::max(0.0, successes - second.trials);
  const double high = std::min(successes, first.trials);
  const auto probability = [&](double x) {
    return std::exp(log_choose(first.trials, x) + log_choose(second.trials, successes - x) -
                    log_choose(first.trials + second.trials, successes));
  };
  const double here = probability(first.successes);
  double p = 0;
  for (double x = low; x <= high; ++x) {
    const double each = probability(x);
    // Ties are equal up to rounding; R allows a relative 1e-7.
    const bool counts = alternative == Alternative::greater ? x >= first.successes
                        : alternative == Alternative::less  ? x <= first.successes
                                                            : each <= here * (1 + 1e-7);
    if (counts) p += each;
  }
  const double odds = first.successes * (second.trials - second.successes) /
                      (second.successes * (first.trials - first.successes));
  return TestResult{.method = "Fisher's exact test",
                    .statistic = odds,
                    .p_value = std::min(1.0, p),
                    .alternative = std::string(name(alternative))};
}

Interval square_and_add(double first, Interval first_interval, double second,
                        Interval second_interval) {
  const double d = first - second;
  return {d - std::hypot(first - first_interval.lower, second_interval.upper - second),
          d + std::hypot(first_interval.upper - first, second - second_interval.lower)};
}

core::Result<Interval> newcombe_interval(Count first, Count second, double level) {
  if (auto error = fault_of_two(first, second)) return std::move(*error);
  const auto wilson = core::find_entry(intervals::all(), "wilson", "interval for a proportion");
  if (!wilson) return wilson.error();
  return square_and_add(
      first.proportion(), (*wilson)->interval(first.successes, first.trials, level),
      second.proportion(), (*wilson)->interval(second.successes, second.trials, level));
}

core::Result<Interval> miettinen_nurminen_interval(Count first, Count second, double level) {
  if (auto error = fault_of_two(first, second)) return std::move(*error);
  const double z = normal_quantile(0.5 + level / 2);
  const double d = first.proportion() - second.proportion();
  const auto bound = [&](double low, double high, double target) {
    const auto excess = [&](double null) {
      return std::clamp(score_statistic(first, second, null), -1e6, 1e6) - target;
    };
    const double at_low = excess(low);
    const double at_high = excess(high);
    // The statistic falls as the null rises; without a change of sign the bound is the end of the
    // range.
    if (!(at_low > 0)) return low;
    if (!(at_high < 0)) return high;
    std::uintmax_t steps = 200;
    const auto bracket = boost::math::tools::toms748_solve(
        excess, low, high, at_low, at_high, boost::math::tools::eps_tolerance<double>(50), steps);
    return (bracket.first + bracket.second) / 2;
  };
  return Interval{bound(-1, d, z), bound(d, 1, -z)};
}

}  // namespace secondsite::stats
