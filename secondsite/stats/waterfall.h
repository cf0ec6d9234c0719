#pragma once
// How few cases are left once a question is asked of one finding, one sex, one age band, one
// vendor? Each level has its count, what an interval would be worth there, and the power to see a
// gap.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

struct WaterfallFactor {
  std::string name;  // "women"
  double share = 1;  // of the level above; within (0, 1]
};

struct WaterfallOptions {
  double proportion = 0.85;  // expected sensitivity
  double gap_to = 0.75;      // the sensitivity that must be told from it
  double alpha = 0.05;       // of the family, two-sided
  std::uint64_t comparisons = 1;
  double power = 0.80;  // that is wanted
  double level = 0.95;
  double design_effect = 1;
  // The level whose other cases a stratum is compared with (its index, 0 the start): usually that
  // of all positives. Empty: no such power.
  std::optional<std::size_t> reference_level;
};

struct WaterfallLevel {
  std::string name;
  double share = 1;  // of the level above
  double count = 0;  // expected, not rounded
  double wald_half_width = unknown;
  Interval wilson;               // were the expected proportion observed
  double power_equal = unknown;  // two groups of this size (the field guide's 30 %)
  double power_rest = unknown;   // this level against the rest of the reference level (unequal n)
  double power_goal = unknown;   // this level against a fixed goal of `proportion`
  double least_gap =
      unknown;  // smallest drop from `proportion` that two groups of this size show with `power`
};

// `start` cases multiplied down. Shares outside (0, 1] or options outside their range:
// "power.bad-value". Levels with less than one case have counts but NaN for all else.
core::Result<std::vector<WaterfallLevel>> waterfall(std::string start_name, double start,
                                                    std::span<const WaterfallFactor> factors,
                                                    const WaterfallOptions& options = {});

// The same from counts met in a real table, the start first; a count above the one before it is an
// error.
struct WaterfallCount {
  std::string name;
  double count = 0;
};
core::Result<std::vector<WaterfallLevel>> waterfall_of_counts(
    std::span<const WaterfallCount> counts, const WaterfallOptions& options = {});

}  // namespace secondsite::stats
