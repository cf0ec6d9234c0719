#pragma once
// Was this stratum ever able to show that the goal is met, and how many further cases would make it
// so? The power of the very rule by which a verdict certifies: the whole interval on the good side
// of the goal.

#include <cstdint>

#include "secondsite/core/result.h"

namespace secondsite::stats {

// What is claimed, and which cases it is about.
enum class Measure {
  of_positives,  // sensitivity and its like: a proportion of the positives
  of_negatives,  // specificity: a proportion of the negatives
  of_all,        // accuracy, or any proportion of all cases
  auc,
};

struct CertificationDesign {
  Measure measure = Measure::of_positives;
  double assumed =
      0.9;  // the truth for which the power is wanted (declared in the plan, not the estimate)
  double goal = 0.8;
  bool higher_is_better = true;
  double alpha = 0.025;  // one-sided: (1 − level)/2 of the interval
  std::uint64_t positives = 0;
  std::uint64_t negatives = 0;
  // Clustered over independent variance. For an AUC the observed (clustered) variance over
  // auc_variance(observed, positives, negatives, AucVariance::binormal) also takes in how far the
  // scores are from normal.
  double design_effect = 1;
};

// The chance that the claim is certified if the truth is `assumed`. No relevant case: 0.
//   proportion (Wilson's interval): Φ((|p − p₀|√n − z√(p₀q₀)) / √(pq)), n the cases it is of, over
//   the design effect AUC (interval on the logit scale): Φ((logit A − logit A₀)/s − z), s² =
//   Var(A)/(A(1 − A))², Var(A) that of the empirical AUC of normal scores (power_auc.h)
// Where the assumed truth is not on the good side of the goal the power is below 1/2 whatever n. It
// rises with positives and negatives, falls with the design effect and with a smaller alpha. goal,
// assumed or alpha outside (0, 1) or a design effect not above 0: NaN.
double certification_power(const CertificationDesign& design);

enum class Growth {
  keep_ratio,  // negatives grow in proportion (rounded up); from no positives at all: one to one
  keep_negatives,  // negatives are plenty and stay as they are
};

struct FurtherCases {
  std::uint64_t positives = 0;  // beyond those of the design
  std::uint64_t negatives = 0;
};

// The fewest further positives (for of_negatives: negatives, the positives staying) that bring the
// power to `target`. 0 where it is there already. Assumed not better than the goal:
// "power.no-effect". Not reached by any number (negatives held and too few): "power.unreachable".
core::Result<FurtherCases> further_cases(const CertificationDesign& design, double target,
                                         Growth growth);

}  // namespace secondsite::stats
