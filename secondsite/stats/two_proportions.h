#pragma once
// Do two groups of independent cases differ in a proportion, and by how much?

#include "secondsite/core/result.h"
#include "secondsite/stats/alternative.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

// x successes of n. Counts may be fractional where they are effective sample sizes (not in Fisher's
// test).
struct Count {
  double successes = 0;
  double trials = 0;
  double proportion() const { return successes / trials; }
};

// All below compare first − second. No trials, negative counts or more successes than trials give
// "stats.bad-counts".

// z = (p₁ − p₂) / √(p̄(1 − p̄)(1/n₁ + 1/n₂)); z² is Pearson's χ². `continuity` moves the difference
// towards 0 by (1/n₁ + 1/n₂)/2 at most (Yates). Both groups at 0 or both at 1: z = 0, p = 1.
core::Result<TestResult> two_proportions_pooled(Count first, Count second, Alternative alternative,
                                                bool continuity = false);

// z = (p₁ − p₂ − d₀) / √(p₁(1 − p₁)/n₁ + p₂(1 − p₂)/n₂): Wald's, for a null difference d₀. Zero
// variance: NaN.
core::Result<TestResult> two_proportions_unpooled(Count first, Count second, double null_difference,
                                                  Alternative alternative);

// The score test of p₁ − p₂ = d₀ with the variance under the null (Farrington & Manning 1990,
// doi:10.1002/sim.4780091208), times N/(N − 1) (Miettinen & Nurminen 1985,
// doi:10.1002/sim.4780040211). The test to use for non-inferiority of proportions.
core::Result<TestResult> two_proportions_score(Count first, Count second, double null_difference,
                                               Alternative alternative);

// Fisher's exact test of whole counts. Two-sided: the probability of all tables no likelier than
// this one (R's fisher.test). `statistic` is the sample odds ratio (NaN where 0/0).
core::Result<TestResult> fisher_exact(Count first, Count second, Alternative alternative);

// Intervals for p₁ − p₂.
// Newcombe 1998, method 10, from two Wilson intervals:
// doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
core::Result<Interval> newcombe_interval(Count first, Count second, double level);
// Newcombe's square-and-add from any two intervals about their values; with the intervals of
// clustered proportions it serves clustered groups that share no patient.
Interval square_and_add(double first, Interval first_interval, double second,
                        Interval second_interval);
// The differences that two_proportions_score does not reject (Miettinen & Nurminen 1985).
core::Result<Interval> miettinen_nurminen_interval(Count first, Count second, double level);

}  // namespace secondsite::stats
