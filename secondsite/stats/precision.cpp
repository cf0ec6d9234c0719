#include "secondsite/stats/precision.h"

#include <string>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::stats {
namespace {

core::Result<const IntervalMethod*> checked_method(std::string_view method, double p, double level,
                                                   double design_effect) {
  if (!(p >= 0 && p <= 1))
    return core::Error("power.bad-value",
                       "half-width: the proportion " + core::exact(p) + " is not within 0 and 1");
  if (!(level > 0 && level < 1))
    return core::Error("power.bad-value",
                       "half-width: the level " + core::exact(level) + " is not between 0 and 1");
  if (!(design_effect > 0))
    return core::Error("power.bad-value", "half-width: the design effect " +
                                              core::exact(design_effect) + " is not above 0");
  return core::find_entry(intervals::all(), method, "interval for a proportion");
}

double half_width_of(const IntervalMethod& method, double p, double n, double level) {
  const Interval interval = method.interval(p * n, n, level);
  return (interval.upper - interval.lower) / 2;
}

}  // namespace

core::Result<double> half_width(std::string_view method, double p, double n, double level,
                                double design_effect) {
  auto found = checked_method(method, p, level, design_effect);
  if (!found) return std::move(found).error();
  if (!(n > 0))
    return core::Error("power.bad-value",
                       "half-width: n is " + core::exact(n) + " and must be above 0");
  return half_width_of(**found, p, n / design_effect, level);
}

core::Result<std::uint64_t> cases_for_half_width(std::string_view method, double p, double wanted,
                                                 double level, double design_effect) {
  auto found = checked_method(method, p, level, design_effect);
  if (!found) return std::move(found).error();
  if (!(wanted > 0 && wanted < 0.5))
    return core::Error("power.bad-value", "half-width: the wanted " + core::exact(wanted) +
                                              " is not between 0 and 0.5");
  const auto is_enough = [&](std::uint64_t n) {
    return half_width_of(**found, p, static_cast<double>(n) / design_effect, level) <= wanted;
  };
  std::uint64_t high = 1;
  while (!is_enough(high)) {
    if (high > (std::uint64_t{1} << 50))
      return core::Error(
          "power.unreachable",
          "half-width: no n up to 10^15 narrows the interval to " + core::exact(wanted));
    high *= 2;
  }
  std::uint64_t low = high / 2;  // not enough, or 0
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (is_enough(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace secondsite::stats
