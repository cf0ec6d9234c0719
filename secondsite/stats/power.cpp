#include "secondsite/stats/power.h"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

bool is_within(const Quantity& quantity, double value) {
  if (quantity.is_count && value == quantity.low) return true;
  return value > quantity.low && value < quantity.high;
}

core::Error bad_value(std::string_view design, std::string_view name, double value, double low,
                      double high) {
  return core::Error("power.bad-value", std::string(design) + ": " + std::string(name) + " is " +
                                            core::exact(value) + " and must lie between " +
                                            core::exact(low) + " and " + core::exact(high));
}

// A hair inside the open range, so that quantiles stay finite.
double inside(double low, double high, bool at_low) {
  const double step = (high - low) * 1e-13;
  return at_low ? low + step : high - step;
}

}  // namespace

double critical_z(double alpha, Sides sides) {
  return -normal_quantile(alpha / static_cast<double>(sides));
}

double planning_alpha(double alpha, std::uint64_t comparisons, MultiplicityMethod method) {
  if (method == MultiplicityMethod::none || method == MultiplicityMethod::fixed_sequence)
    return alpha;
  return alpha / static_cast<double>(std::max<std::uint64_t>(1, comparisons));
}

std::uint64_t whole_cases(double n) {
  return static_cast<std::uint64_t>(std::ceil(n * (1 - 1e-12)));
}

core::Status solve_for_the_empty(std::string_view design, std::span<const Quantity> quantities,
                                 std::optional<double>& power,
                                 const std::function<double()>& power_now) {
  std::vector<std::string> names;
  const Quantity* empty = nullptr;
  std::size_t empties = power ? 0 : 1;
  for (const Quantity& quantity : quantities) {
    names.emplace_back(quantity.name);
    if (*quantity.value) {
      if (!is_within(quantity, **quantity.value))
        return bad_value(design, quantity.name, **quantity.value, quantity.low, quantity.high);
    } else {
      empty = &quantity;
      ++empties;
    }
  }
  names.emplace_back("power");
  if (empties != 1)
    return core::Error("power.one-unknown",
                       std::string(design) + ": " + std::to_string(empties) +
                           " quantities are empty instead of one",
                       {}, "leave exactly one of these empty: " + core::join(names, ", "));
  if (power && !(*power > 0 && *power < 1)) return bad_value(design, "power", *power, 0, 1);
  if (empty == nullptr) {
    power = power_now();
    return core::Done{};
  }

  // On the search scale the power always rises.
  const double low = empty->is_count ? std::log(empty->low) : inside(empty->low, empty->high, true);
  const double high =
      empty->is_count ? std::log(empty->high) : inside(empty->low, empty->high, false);
  const auto excess = [&](double at) {
    *empty->value = empty->is_count ? std::exp(at) : at;
    return (empty->raises_power ? 1 : -1) * (power_now() - *power);
  };
  const double at_low = excess(low);
  const double at_high = excess(high);
  if (empty->raises_power && at_low >= 0) {
    *empty->value = empty->is_count ? empty->low : low;
    return core::Done{};
  }
  if (!empty->raises_power && at_high <= 0) {
    *empty->value = high;
    return core::Done{};
  }
  if (!(at_low < 0 && at_high > 0)) {
    empty->value->reset();
    return core::Error("power.unreachable",
                       std::string(design) + ": no value of " + std::string(empty->name) +
                           " between " + core::exact(empty->low) + " and " +
                           core::exact(empty->high) + " gives a power of " + core::exact(*power));
  }
  std::uintmax_t steps = 300;
  const auto bracket = boost::math::tools::toms748_solve(
      excess, low, high, at_low, at_high, boost::math::tools::eps_tolerance<double>(53), steps);
  const double found = std::abs(excess(bracket.first)) <= std::abs(excess(bracket.second))
                           ? bracket.first
                           : bracket.second;
  *empty->value = empty->is_count ? std::exp(found) : found;
  return core::Done{};
}

}  // namespace secondsite::stats
