#include "secondsite/stats/mcnemar.h"
#include "secondsite/stats/named_numbers.h"

namespace secondsite::stats::tests {

HypothesisTest mcnemar_exact() {
  return with_numbers({.id = "mcnemar_exact",
                       .title = "McNemar, exact",
                       .null_hypothesis = "first_only and second_only are equally likely",
                       .reference = "Fagerland et al. 2013, doi:10.1186/1471-2288-13-91",
                       .inputs = {"first_only", "second_only"}},
                      [](std::span<const double> x) {
                        return stats::mcnemar_exact({x[0], x[1]}, false);
                      });
}

}  // namespace secondsite::stats::tests
