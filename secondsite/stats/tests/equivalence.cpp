#include "secondsite/stats/contrast.h"
#include "secondsite/stats/named_numbers.h"

namespace secondsite::stats::tests {

HypothesisTest equivalence() {
  return with_numbers({.id = "equivalence",
                       .title = "Equivalence by two one-sided tests",
                       .null_hypothesis = "|difference| >= margin",
                       .reference = "Schuirmann 1987, doi:10.1007/BF01068419",
                       .inputs = {"difference", "standard_error", "margin"}},
                      [](std::span<const double> x) {
                        return stats::equivalence({x[0], x[1]}, x[2]);
                      });
}

}  // namespace secondsite::stats::tests
