#pragma once
// Is a proportion of independent cases other than (above, below) a goal?

#include "secondsite/core/result.h"
#include "secondsite/stats/two_proportions.h"

namespace secondsite::stats {

// The goal must lie strictly between 0 and 1 ("stats.bad-input"); no trials give
// "stats.bad-counts".

// z = (p − p₀) / √(p₀(1 − p₀)/n), the test that Wilson's interval inverts. `continuity`: |x − n·p₀|
// less 1/2.
core::Result<TestResult> one_proportion_score(Count count, double goal, Alternative alternative,
                                              bool continuity = false);

// The binomial test of whole counts. Two-sided: the probability of all counts no likelier than this
// one (R's binom.test). `statistic` is the number of successes.
core::Result<TestResult> one_proportion_exact(Count count, double goal, Alternative alternative);

}  // namespace secondsite::stats
