#include "secondsite/stats/power_proportions.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

constexpr double most_cases_of_proportions = 1e12;

double normal_power(double n1, double n2, double p1, double p2, double z) {
  const double pooled = (n1 * p1 + n2 * p2) / (n1 + n2);
  const double under_null = std::sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const double under_truth = std::sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
  return normal_cdf((std::abs(p1 - p2) - z * under_null) / under_truth);
}

double arcsine_power(double n1, double n2, double p1, double p2, double z, Sides sides) {
  const double h = std::abs(2 * std::asin(std::sqrt(p1)) - 2 * std::asin(std::sqrt(p2)));
  const double shift = h * std::sqrt(n1 * n2 / (n1 + n2));
  return normal_cdf(shift - z) + (sides == Sides::two ? normal_cdf(-shift - z) : 0);
}

core::Status check_proportion_request(std::string_view design, double reference,
                                      double design_effect, double ratio = 1) {
  if (!(reference > 0 && reference < 1))
    return core::Error("power.bad-value", std::string(design) + ": the reference proportion " +
                                              core::exact(reference) + " is not between 0 and 1");
  if (!(design_effect > 0))
    return core::Error("power.bad-value", std::string(design) + ": the design effect " +
                                              core::exact(design_effect) + " is not above 0");
  if (!(ratio > 0))
    return core::Error("power.bad-value", std::string(design) + ": the ratio " +
                                              core::exact(ratio) + " is not above 0");
  return core::Done{};
}

}  // namespace

core::Result<TwoProportionsDesign> solve(TwoProportionsDesign design) {
  constexpr std::string_view name = "two proportions";
  if (auto checked = check_proportion_request(name, design.p1, design.design_effect, design.ratio);
      !checked)
    return std::move(checked).error();
  if (design.n2 && !(*design.n2 >= 1))
    return core::Error("power.bad-value", "two proportions: n2 is " + core::exact(*design.n2) +
                                              " and must be 1 or more");
  const auto second = [&design] { return design.n2 ? *design.n2 : design.ratio * *design.n1; };
  const auto power_now = [&] {
    const double z = critical_z(
        planning_alpha(*design.alpha, design.comparisons, MultiplicityMethod::bonferroni),
        design.sides);
    const double n1 = *design.n1 / design.design_effect;
    const double n2 = second() / design.design_effect;
    return design.formula == TwoProportionsFormula::normal
               ? normal_power(n1, n2, design.p1, *design.p2, z)
               : arcsine_power(n1, n2, design.p1, *design.p2, z, design.sides);
  };
  // A given p2 may lie on either side; an unknown one is looked for on the side asked for.
  const bool below = design.effect == Effect::below;
  const double p2_low = design.p2 || below ? 0 : design.p1;
  const double p2_high = design.p2 || !below ? 1 : design.p1;
  const Quantity quantities[] = {{"n1", &design.n1, 1, most_cases_of_proportions, true, true},
                                 {"p2", &design.p2, p2_low, p2_high, !below},
                                 {"alpha", &design.alpha, 0, 1}};
  auto solved = solve_for_the_empty(name, quantities, design.power, power_now);
  if (!solved) return std::move(solved).error();
  design.n2 = second();
  return design;
}

core::Result<OneProportionDesign> solve(OneProportionDesign design) {
  constexpr std::string_view name = "one proportion against a goal";
  if (auto checked = check_proportion_request(name, design.goal, design.design_effect); !checked)
    return std::move(checked).error();
  const auto power_now = [&] {
    const double z = critical_z(
        planning_alpha(*design.alpha, design.comparisons, MultiplicityMethod::bonferroni),
        design.sides);
    const double n = *design.n / design.design_effect;
    const double p = *design.truth;
    return normal_cdf((std::abs(p - design.goal) * std::sqrt(n) -
                       z * std::sqrt(design.goal * (1 - design.goal))) /
                      std::sqrt(p * (1 - p)));
  };
  const bool below = design.effect == Effect::below;
  const double low = design.truth || below ? 0 : design.goal;
  const double high = design.truth || !below ? 1 : design.goal;
  const Quantity quantities[] = {{"n", &design.n, 1, most_cases_of_proportions, true, true},
                                 {"truth", &design.truth, low, high, !below},
                                 {"alpha", &design.alpha, 0, 1}};
  auto solved = solve_for_the_empty(name, quantities, design.power, power_now);
  if (!solved) return std::move(solved).error();
  return design;
}

double exact_power(std::uint64_t cases, double truth, double goal, double alpha, Sides sides) {
  const auto n = static_cast<double>(cases);
  const double tail = alpha / static_cast<double>(sides);
  // P(count ≥ k) under p, as the lower tail of the failures.
  const auto at_least = [n](double k, double p) {
    return k > n ? 0 : binomial_cdf(n - k, n, 1 - p);
  };
  double power = 0;
  if (sides == Sides::two || truth > goal) {
    double low = 0;  // the smallest count with P(X ≥ count | goal) ≤ tail lies in (low, high]
    double high = n + 1;
    while (high - low > 1) {
      const double middle = std::floor((low + high) / 2);
      (at_least(middle, goal) <= tail ? high : low) = middle;
    }
    power += at_least(high, truth);
  }
  if (sides == Sides::two || truth <= goal) {
    double low = -1;  // the largest count with P(X ≤ count | goal) ≤ tail lies in [low, high)
    double high = n;
    while (high - low > 1) {
      const double middle = std::floor((low + high) / 2);
      (binomial_cdf(middle, n, goal) <= tail ? low : high) = middle;
    }
    power += binomial_cdf(low, n, truth);
  }
  return power;
}

core::Result<std::uint64_t> exact_cases(double truth, double goal, double alpha, double power,
                                        Sides sides) {
  if (truth == goal)
    return core::Error("power.no-effect", "the truth and the goal are both " + core::exact(goal) +
                                              ": no number of cases tells them apart");
  const auto normal = solve(OneProportionDesign{
      .truth = truth, .goal = goal, .alpha = alpha, .power = power, .sides = sides});
  if (!normal) return normal.error();
  // The exact test needs little more than the normal one; the saw's teeth are far smaller than the
  // span scanned.
  std::uint64_t above = 2 * whole_cases(*normal->n) + 100;
  if (above > 2'000'000)
    return core::Error("power.unreachable",
                       "the exact test would take about " + core::grouped(above / 2) +
                           " cases, too many to search one by one",
                       {}, "use the normal formula; at this size the two agree");
  while (above > 1 && exact_power(above - 1, truth, goal, alpha, sides) >= power) --above;
  return above;
}

}  // namespace secondsite::stats
