#pragma once
// What the designs share: each is a struct in which exactly one quantity is left empty; solve()
// returns it filled. The quantities are tied by the power of a test on normal quantiles.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "secondsite/core/result.h"
#include "secondsite/stats/multiplicity.h"

namespace secondsite::stats {

enum class Sides { one = 1, two = 2 };

// On which side of the reference an unknown effect is looked for.
enum class Effect { below, above };

// The z that a test at `alpha` must exceed: Φ⁻¹(1 − α/sides).
double critical_z(double alpha, Sides sides);

// The level at which each of `comparisons` is planned so that the family keeps `alpha`. Bonferroni,
// Holm, Hochberg and Benjamini–Hochberg: alpha/comparisons, which is what the first (for the
// step-up methods: the least favourable) step asks; none and fixed_sequence: alpha. comparisons 0
// counts as 1.
double planning_alpha(double alpha, std::uint64_t comparisons, MultiplicityMethod method);

// The whole number of cases that n asks for: rounded up, but not for the last bits of a computed
// whole number.
std::uint64_t whole_cases(double n);

// One quantity of a design, for solve_for_the_empty().
struct Quantity {
  std::string_view name;
  std::optional<double>* value = nullptr;
  double low =
      0;  // where an unknown is looked for, and what a given value must lie within (ends excluded,
  double high = 1;  // but for a number of cases its low end allowed)
  bool raises_power = true;
  bool is_count = false;  // looked for on a logarithmic scale
};

// Finds the one that is empty among `quantities` and `power`. `power_now` computes the power from
// the values as they stand. More or fewer than one empty: "power.one-unknown"; a value outside its
// range: "power.bad-value"; no value in the range reaches the power: "power.unreachable". Where the
// whole range reaches it, the end that asks for least.
core::Status solve_for_the_empty(std::string_view design, std::span<const Quantity> quantities,
                                 std::optional<double>& power,
                                 const std::function<double()>& power_now);

}  // namespace secondsite::stats
