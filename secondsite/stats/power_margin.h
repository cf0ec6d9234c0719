#pragma once
// How many cases does it take to show that the new is not worse than a margin allows, or as good as
// the same?

#include <cstdint>
#include <optional>

#include "secondsite/core/result.h"
#include "secondsite/stats/power.h"

namespace secondsite::stats {

enum class MarginClaim { non_inferiority, equivalence };

// `variance` is that of the difference times n, so that Var(difference) = design_effect·variance/n.
// n counts what the variance was taken for: the cases of the first group, or the positives of an
// AUC.
//   non-inferiority: Φ((margin + difference)/se − z)
//   equivalence:     Φ((margin − difference)/se − z) + Φ((margin + difference)/se − z) − 1, at
//   least 0
// with z = Φ⁻¹(1 − α), α one-sided (Julious 2004, doi:10.1002/sim.1783). `difference` is the true
// one, new − reference, better when higher. Exactly one of n, margin, difference, alpha, power is
// empty. An unknown difference is looked for between −margin and 1 (non-inferiority: the worst
// truth that may be) or 0 and margin (equivalence).
struct MarginDesign {
  MarginClaim claim = MarginClaim::non_inferiority;
  double variance = 0;
  std::optional<double> n;
  std::optional<double> margin;
  std::optional<double> difference;
  std::optional<double> alpha;
  std::optional<double> power;
  double design_effect = 1;
  std::uint64_t comparisons = 1;
};
core::Result<MarginDesign> solve(MarginDesign design);

// Variances × n for MarginDesign.
double one_proportion_variance(double p);  // of p − a constant, n cases
double two_proportions_variance(double p1, double p2,
                                double ratio);  // n and ratio·n independent cases
// Two calls on the same n cases with the share of cases on which they disagree.
double paired_proportions_variance(double p1, double p2, double discordant);
// Two AUCs of the same cases, n positives and ratio·n negatives, binormal (see power_auc.h).
double paired_aucs_variance(double auc1, double auc2, double correlation, double ratio);

}  // namespace secondsite::stats
