#pragma once
// The registry of intervals for a proportion: how wide is the doubt about x successes in n trials?

#include <functional>
#include <span>
#include <string_view>

#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

// The interval at `level` (0 < level < 1) for `successes` of `trials`, 0 ≤ successes ≤ trials.
// Counts may be fractional (effective sample sizes). trials = 0 gives [0, 1]. Bounds stay within
// [0, 1], except Wald's, which is there for comparison only and is clipped.
struct IntervalMethod {
  std::string_view id;
  std::string_view title;
  std::string_view reference;  // citation with DOI
  std::string_view remark;     // when to use it, when not
  std::function<Interval(double successes, double trials, double level)> interval;
};

namespace intervals {
std::span<const IntervalMethod> all();
}

}  // namespace secondsite::stats
