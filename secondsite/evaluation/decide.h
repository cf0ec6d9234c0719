#pragma once
// From an estimate and a claim to one of three answers.

#include <optional>
#include <span>

#include "secondsite/evaluation/enough.h"
#include "secondsite/evaluation/protocol.h"
#include "secondsite/stats/estimate.h"
#include "secondsite/stats/verdict.h"

namespace secondsite::evaluation {

// One-sided p-values of a claim: that it is wrong although it looks right (certify), and that it is
// right although it looks wrong (refute). They invert the estimate's own interval, on the logit
// scale for metrics within (0, 1), else on the metric's scale; so p ≤ α/2 exactly where the bound
// clears the goal. NaN where the estimate has no interval.
struct ClaimPValues {
  double certify = stats::unknown;
  double refute = stats::unknown;
};
ClaimPValues claim_p_values(const Claim& claim, const stats::Estimate& estimate);

struct DecisionOptions {
  double alpha = 0.05;  // two-sided; each one-sided p-value is held against half of it
  double power = 0.80;
  // The two-sided level at which power is computed: alpha shared out over the family; NaN: alpha.
  double planning_alpha = stats::unknown;
  // The true value (or difference) for which power is computed; where empty, see assumed_truth().
  std::optional<double> expected;
  // What the reference site reached, as a candidate for the assumed truth.
  std::optional<double> reference_value;
  bool declared = true;  // else the sentence shows no p-value
};

// The truth for which power is computed: what the claim expects; else what the reference site
// reached, if that meets the goal; else half-way from the goal to perfection (for contrasts: no
// difference). Never the observed value: power at the observed value is the p-value again (Hoenig &
// Heisey 2001, doi:10.1198/000313001300339897).
double assumed_truth(const Claim& claim, const DecisionOptions& options);

// `adjusted` are the p-values after the family's correction. For a contrast `sides` are the two
// values that are compared: the smaller side is what limits it.
stats::Verdict decide(const Claim& claim, const stats::Estimate& estimate,
                      std::span<const stats::Estimate> sides, const ClaimPValues& raw,
                      const ClaimPValues& adjusted, const DecisionOptions& options);

}  // namespace secondsite::evaluation
