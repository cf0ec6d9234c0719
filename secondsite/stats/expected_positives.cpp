#include "secondsite/stats/expected_positives.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {

double poisson_cdf(double k, double mean) {
  if (k < 0) return 0;
  if (mean <= 0) return 1;
  return boost::math::gamma_q(std::floor(k) + 1, mean);
}

double beta_binomial_cdf(std::uint64_t k, std::uint64_t n, double a, double b) {
  if (k >= n) return 1;
  // P(0), then P(x + 1) = P(x)·(n − x)(x + a) / ((x + 1)(n − x − 1 + b)), in logarithms as P(0) may
  // underflow.
  const auto size = static_cast<double>(n);
  double term =
      std::lgamma(size + b) + std::lgamma(a + b) - std::lgamma(b) - std::lgamma(size + a + b);
  double sum = std::exp(term);
  for (std::uint64_t i = 0; i < k; ++i) {
    const auto x = static_cast<double>(i);
    term += std::log((size - x) / (x + 1) * ((x + a) / (size - x - 1 + b)));
    sum += std::exp(term);
  }
  return std::min(1.0, sum);
}

double chance_of_enough(const StratumPlan& plan, std::uint64_t cases) {
  if (plan.needed == 0) return 1;
  const auto n = static_cast<double>(cases);
  const auto needed = static_cast<double>(plan.needed);
  const double p = plan.positives_per_case();
  if (plan.model == CountModel::poisson) return 1 - poisson_cdf(needed - 1, n * p);
  if (cases < plan.needed) return 0;
  if (!plan.prevalence_cases) return binomial_cdf(n - needed, n, 1 - p);
  // The share is known, so the doubt about share × prevalence is that about the prevalence.
  const double a = plan.prevalence * *plan.prevalence_cases;
  const double b = (1 - plan.prevalence) * *plan.prevalence_cases;
  if (plan.share == 1) return 1 - beta_binomial_cdf(plan.needed - 1, cases, a, b);
  // A beta with the mean and variance of share × prevalence.
  const double variance = plan.share * plan.share * plan.prevalence * (1 - plan.prevalence) /
                          (*plan.prevalence_cases + 1);
  const double weight = p * (1 - p) / variance - 1;
  return 1 - beta_binomial_cdf(plan.needed - 1, cases, p * weight, (1 - p) * weight);
}

core::Result<StratumOutlook> outlook(const StratumPlan& plan, std::uint64_t cases,
                                     std::uint64_t cases_per_site, double assurance) {
  const auto bad = [&plan](std::string_view what, double value, std::string_view range) {
    return core::Error("power.bad-value", "stratum \"" + plan.name + "\": " + std::string(what) +
                                              " is " + core::exact(value) + " and must be " +
                                              std::string(range));
  };
  if (!(plan.share > 0 && plan.share <= 1))
    return bad("the share", plan.share, "above 0 and at most 1");
  if (!(plan.prevalence > 0 && plan.prevalence < 1))
    return bad("the prevalence", plan.prevalence, "between 0 and 1");
  if (plan.prevalence_cases && !(*plan.prevalence_cases > 0))
    return bad("the number of cases behind the prevalence", *plan.prevalence_cases, "above 0");
  if (!(assurance > 0 && assurance < 1)) return bad("the assurance", assurance, "between 0 and 1");
  if (cases_per_site == 0) return bad("the number of cases a site", 0, "above 0");

  StratumOutlook out;
  out.expected_positives = static_cast<double>(cases) * plan.positives_per_case();
  out.chance = chance_of_enough(plan, cases);
  out.is_enough = out.chance >= assurance;
  if (out.is_enough) return out;
  constexpr std::uint64_t most_cases = 1'000'000'000'000;
  std::uint64_t low = cases;
  std::uint64_t high = std::max<std::uint64_t>(2 * cases, std::max<std::uint64_t>(plan.needed, 1));
  while (chance_of_enough(plan, high) < assurance) {
    if (high > most_cases)
      return core::Error("power.unreachable",
                         "stratum \"" + plan.name + "\": no number of cases up to 10^12 reaches " +
                             core::grouped(plan.needed) + " positives with a chance of " +
                             core::exact(assurance));
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (chance_of_enough(plan, middle) >= assurance ? high : low) = middle;
  }
  out.further_cases = high - cases;
  out.further_sites = (out.further_cases + cases_per_site - 1) / cases_per_site;
  return out;
}

}  // namespace secondsite::stats
