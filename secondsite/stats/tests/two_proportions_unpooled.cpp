#include "secondsite/stats/named_numbers.h"
#include "secondsite/stats/two_proportions.h"

namespace secondsite::stats::tests {

HypothesisTest two_proportions_unpooled() {
  return with_numbers_and_side(
      {.id = "two_proportions_unpooled",
       .title = "Two proportions, unpooled z",
       .null_hypothesis = "p1 - p2 = null_difference",
       .reference = "Fleiss, Levin & Paik 2003, doi:10.1002/0471445428",
       .inputs = {"successes_1", "trials_1", "successes_2", "trials_2", "null_difference"}},
      [](std::span<const double> x, Alternative side) {
        return stats::two_proportions_unpooled({x[0], x[1]}, {x[2], x[3]}, x[4], side);
      });
}

}  // namespace secondsite::stats::tests
