#include "secondsite/stats/named_numbers.h"
#include "secondsite/stats/one_proportion.h"

namespace secondsite::stats::tests {

HypothesisTest one_proportion_score() {
  return with_numbers_and_side({.id = "one_proportion_score",
                                .title = "One proportion against a goal, score",
                                .null_hypothesis = "p = goal",
                                .reference = "Wilson 1927, doi:10.1080/01621459.1927.10502953",
                                .inputs = {"successes", "trials", "goal"}},
                               [](std::span<const double> x, Alternative side) {
                                 return stats::one_proportion_score({x[0], x[1]}, x[2], side);
                               });
}

}  // namespace secondsite::stats::tests
