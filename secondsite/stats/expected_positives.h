#pragma once
// Before any data: how many positives will a stratum have at these sites, will that be enough, and
// if not, how many further cases or sites would be?

#include <cstdint>
#include <optional>
#include <string>

#include "secondsite/core/result.h"

namespace secondsite::stats {

// P(X ≤ k) of a Poisson count with this mean, and of a beta-binomial: n cases whose chance is
// itself drawn from Beta(a, b). k below 0: 0.
double poisson_cdf(double k, double mean);
double beta_binomial_cdf(std::uint64_t k, std::uint64_t n, double a, double b);

enum class CountModel { binomial, poisson };

struct StratumPlan {
  std::string name;
  double share = 1;       // of all cases that fall into the stratum
  double prevalence = 0;  // of the finding among them
  // On how many cases the prevalence rests: it is then taken as drawn from Beta(prevalence·m, (1 −
  // prevalence)·m), which widens the count (beta-binomial). Empty: known. Only with
  // CountModel::binomial.
  std::optional<double> prevalence_cases;
  std::uint64_t needed = 0;  // positives that the claim takes
  CountModel model = CountModel::binomial;

  double positives_per_case() const { return share * prevalence; }
};

// The chance that `cases` cases hold the needed positives. 1 where none are needed.
double chance_of_enough(const StratumPlan& plan, std::uint64_t cases);

struct StratumOutlook {
  double expected_positives = 0;
  double chance = 0;       // of reaching `needed` with the cases at hand
  bool is_enough = false;  // chance ≥ assurance
  std::uint64_t further_cases =
      0;  // beyond those at hand, so that the chance reaches the assurance
  std::uint64_t further_sites = 0;  // the same in sites of `cases_per_site`, rounded up
};

// share or prevalence outside (0, 1], assurance outside (0, 1) or no cases per site:
// "power.bad-value". Where the assurance lies beyond any number of cases below 10^12 (a prevalence
// known too poorly): "power.unreachable".
core::Result<StratumOutlook> outlook(const StratumPlan& plan, std::uint64_t cases,
                                     std::uint64_t cases_per_site, double assurance = 0.80);

}  // namespace secondsite::stats
