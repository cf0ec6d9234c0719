#include "secondsite/stats/mcnemar.h"
#include "secondsite/stats/named_numbers.h"

namespace secondsite::stats::tests {

HypothesisTest mcnemar_chi_squared() {
  return with_numbers({.id = "mcnemar_chi_squared",
                       .title = "McNemar, chi-squared",
                       .null_hypothesis = "first_only and second_only are equally likely",
                       .reference = "McNemar 1947, doi:10.1007/BF02295996",
                       .inputs = {"first_only", "second_only"}},
                      [](std::span<const double> x) {
                        return stats::mcnemar_chi_squared({x[0], x[1]});
                      });
}

}  // namespace secondsite::stats::tests
