#include "secondsite/stats/named_numbers.h"
#include "secondsite/stats/one_proportion.h"

namespace secondsite::stats::tests {

HypothesisTest one_proportion_exact() {
  return with_numbers_and_side({.id = "one_proportion_exact",
                                .title = "One proportion against a goal, exact binomial",
                                .null_hypothesis = "p = goal",
                                .reference = "Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404",
                                .inputs = {"successes", "trials", "goal"}},
                               [](std::span<const double> x, Alternative side) {
                                 return stats::one_proportion_exact({x[0], x[1]}, x[2], side);
                               });
}

}  // namespace secondsite::stats::tests
