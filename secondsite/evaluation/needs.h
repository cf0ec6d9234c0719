#pragma once
// How many more cases would settle a claim?

#include <cstdint>
#include <optional>

#include "secondsite/evaluation/decide.h"

namespace secondsite::evaluation {

// What limits a contrast: its side with fewer positives (cases, lesions: see enough.h); without
// sides the estimate itself.
const stats::Estimate& smaller_side(const stats::Estimate& estimate,
                                    std::span<const stats::Estimate> sides);

struct Needs {
  double power = stats::unknown;  // with the cases at hand, at the assumed truth
  std::optional<std::uint64_t> further_positives;
  std::optional<std::uint64_t> further_negatives;
};

// `headroom`: how far the assumed truth lies on the good side of the goal, in the metric's units;
// where it is not positive no number of cases certifies the claim, and none is given. AUROC,
// sensitivity and specificity: stats::certification_power at the assumed truth, with the design
// effect seen here. Everything else, and contrasts: the standard error seen here, scaled by √(n /
// n′).
Needs what_it_takes(const Claim& claim, const stats::Estimate& estimate,
                    std::span<const stats::Estimate> sides, double truth, double headroom,
                    const DecisionOptions& options);

}  // namespace secondsite::evaluation
