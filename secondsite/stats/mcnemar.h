#pragma once
// Two calls on the same independent cases: does one succeed more often than the other?

#include "secondsite/core/result.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

// The cases on which the calls disagree; those on which they agree say nothing about the
// difference.
struct Discordant {
  double first_only = 0;  // the first call succeeded, the second did not
  double second_only = 0;
};

// McNemar 1947, doi:10.1007/BF02295996. χ² = (b − c)²/(b + c) with one degree of freedom,
// two-sided; `continuity`: (|b − c| − 1)²/(b + c) (Edwards). No discordant case: statistic 0, p
// = 1.
core::Result<TestResult> mcnemar_chi_squared(Discordant cases, bool continuity = false);

// The binomial test of b of b + c against 1/2, two-sided; `mid_p` counts the observed table half
// (Fagerland et al. 2013, doi:10.1186/1471-2288-13-91, who recommend it). `statistic` is the
// smaller count.
core::Result<TestResult> mcnemar_exact(Discordant cases, bool mid_p);

}  // namespace secondsite::stats
