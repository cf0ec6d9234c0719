#include "secondsite/stats/named_numbers.h"
#include "secondsite/stats/two_proportions.h"

namespace secondsite::stats::tests {

HypothesisTest two_proportions_continuity() {
  return with_numbers_and_side(
      {.id = "two_proportions_continuity",
       .title = "Two proportions, pooled z with continuity correction",
       .null_hypothesis = "p1 = p2",
       .reference = "Yates 1934, doi:10.2307/2983604",
       .inputs = {"successes_1", "trials_1", "successes_2", "trials_2"}},
      [](std::span<const double> x, Alternative side) {
        return stats::two_proportions_pooled({x[0], x[1]}, {x[2], x[3]}, side, true);
      });
}

}  // namespace secondsite::stats::tests
