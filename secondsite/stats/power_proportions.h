#pragma once
// How many cases does a difference of two proportions take, or one proportion against a goal?

#include <cstdint>
#include <optional>

#include "secondsite/core/result.h"
#include "secondsite/stats/power.h"

namespace secondsite::stats {

enum class TwoProportionsFormula {
  // Φ((|p₁ − p₂| − z·√(p̄q̄(1/n₁ + 1/n₂))) / √(p₁q₁/n₁ + p₂q₂/n₂)), p̄ weighted by n (Fleiss, Tytun &
  // Ury 1980,
  // doi:10.2307/2529990, without their correction). For n₁ = n₂ it is R's power.prop.test.
  normal,
  // Φ(h√(n₁n₂/(n₁ + n₂)) − z), plus the other tail when two-sided, h = |2 asin√p₁ − 2 asin√p₂|
  // (Cohen 1988;
  // R's pwr.2p.test and pwr.2p2n.test).
  arcsine,
};

// Two independent groups. Exactly one of n1, p2, alpha, power is empty.
struct TwoProportionsDesign {
  std::optional<double> n1;  // cases of the first group
  std::optional<double> n2;  // of the second; empty: ratio × n1
  double ratio = 1;
  double p1 = 0.5;
  std::optional<double> p2;
  Effect effect = Effect::below;  // where an unknown p2 is looked for
  std::optional<double> alpha;    // of the family; each test is made at planning_alpha
  std::optional<double> power;
  Sides sides = Sides::two;
  double design_effect = 1;       // n1 and n2 count cases; n/design_effect of them are independent
  std::uint64_t comparisons = 1;  // Bonferroni
  TwoProportionsFormula formula = TwoProportionsFormula::normal;
};
core::Result<TwoProportionsDesign> solve(TwoProportionsDesign design);

// One group against a goal: Φ((|p − p₀|√n − z√(p₀q₀)) / √(pq)), the power of the score test that
// Wilson's interval inverts. Exactly one of n, truth, alpha, power is empty.
struct OneProportionDesign {
  std::optional<double> n;
  std::optional<double> truth;
  double goal = 0.5;
  Effect effect = Effect::above;  // where an unknown truth is looked for
  std::optional<double> alpha;
  std::optional<double> power;
  Sides sides = Sides::two;
  double design_effect = 1;
  std::uint64_t comparisons = 1;
};
core::Result<OneProportionDesign> solve(OneProportionDesign design);

// The power of the exact binomial test (each tail at alpha/sides, as Clopper–Pearson) of whole n:
// the chance under `truth` of a count that it rejects. It saws: one case more can lower it.
double exact_power(std::uint64_t n, double truth, double goal, double alpha, Sides sides);

// The smallest n from which the exact power never falls below `power` again. truth = goal:
// "power.no-effect".
core::Result<std::uint64_t> exact_cases(double truth, double goal, double alpha, double power,
                                        Sides sides);

}  // namespace secondsite::stats
