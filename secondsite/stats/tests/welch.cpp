#include "secondsite/stats/contrast.h"
#include "secondsite/stats/named_numbers.h"

namespace secondsite::stats::tests {

HypothesisTest welch() {
  return with_numbers_and_side(
      {.id = "welch",
       .title = "Two independent means, Welch",
       .null_hypothesis = "the means are equal",
       .reference = "Welch 1947, doi:10.1093/biomet/34.1-2.28",
       .inputs = {"mean_1", "variance_1", "n_1", "mean_2", "variance_2", "n_2"}},
      [](std::span<const double> x, Alternative side) {
        return stats::welch_test({x[0], x[1], x[2]}, {x[3], x[4], x[5]}, side);
      });
}

}  // namespace secondsite::stats::tests
