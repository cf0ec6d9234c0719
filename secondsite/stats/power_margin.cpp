#include "secondsite/stats/power_margin.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/power_auc.h"

namespace secondsite::stats {

core::Result<MarginDesign> solve(MarginDesign design) {
  const bool equivalence = design.claim == MarginClaim::equivalence;
  const std::string name =
      equivalence ? "equivalence with a margin" : "non-inferiority with a margin";
  if (!(design.variance > 0))
    return core::Error("power.bad-value",
                       name + ": the variance " + core::exact(design.variance) + " is not above 0");
  if (!(design.design_effect > 0))
    return core::Error(
        "power.bad-value",
        name + ": the design effect " + core::exact(design.design_effect) + " is not above 0");
  const auto power_now = [&] {
    const double z = critical_z(
        planning_alpha(*design.alpha, design.comparisons, MultiplicityMethod::bonferroni),
        Sides::one);
    const double se = std::sqrt(design.design_effect * design.variance / *design.n);
    const double above = normal_cdf((*design.margin + *design.difference) / se - z);
    if (!equivalence) return above;
    return std::max(0.0, above + normal_cdf((*design.margin - *design.difference) / se - z) - 1);
  };
  const double known_margin = design.margin.value_or(1);
  const bool unknown_difference = !design.difference;
  const Quantity quantities[] = {
      {"n", &design.n, 1, 1e12, true, true},
      {"margin", &design.margin, 0, 1},
      {"difference", &design.difference,
       unknown_difference ? (equivalence ? 0 : -known_margin) : -1,
       unknown_difference && equivalence ? known_margin : 1, !equivalence},
      {"alpha", &design.alpha, 0, 1}};
  auto solved = solve_for_the_empty(name, quantities, design.power, power_now);
  if (!solved) return std::move(solved).error();
  return design;
}

double one_proportion_variance(double p) {
  return p * (1 - p);
}
double two_proportions_variance(double p1, double p2, double ratio) {
  return p1 * (1 - p1) + p2 * (1 - p2) / ratio;
}
double paired_proportions_variance(double p1, double p2, double discordant) {
  return discordant - (p1 - p2) * (p1 - p2);
}
double paired_aucs_variance(double auc1, double auc2, double correlation, double ratio) {
  // Large samples: the variance per positive no longer depends on how many there are.
  constexpr double many = 1e8;
  const double v1 = many * binormal_empirical_variance(auc1, many, ratio * many);
  const double v2 = many * binormal_empirical_variance(auc2, many, ratio * many);
  return v1 + v2 - 2 * correlation * std::sqrt(v1 * v2);
}

}  // namespace secondsite::stats
