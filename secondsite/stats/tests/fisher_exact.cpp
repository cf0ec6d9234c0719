#include "secondsite/stats/named_numbers.h"
#include "secondsite/stats/two_proportions.h"

namespace secondsite::stats::tests {

HypothesisTest fisher_exact() {
  return with_numbers_and_side(
      {.id = "fisher_exact",
       .title = "Fisher's exact test",
       .null_hypothesis = "p1 = p2",
       .reference = "Fisher 1935; two-sided as Agresti 1992, doi:10.1214/ss/1177011454",
       .inputs = {"successes_1", "trials_1", "successes_2", "trials_2"}},
      [](std::span<const double> x, Alternative side) {
        return stats::fisher_exact({x[0], x[1]}, {x[2], x[3]}, side);
      });
}

}  // namespace secondsite::stats::tests
