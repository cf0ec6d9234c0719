#include "secondsite/stats/contrast.h"
#include "secondsite/stats/named_numbers.h"

namespace secondsite::stats::tests {

HypothesisTest z_against_goal() {
  return with_numbers_and_side({.id = "z_against_goal",
                                .title = "z test of an estimate against a goal",
                                .null_hypothesis = "the truth is the goal",
                                .reference = "Wald 1943, doi:10.1090/S0002-9947-1943-0012401-3",
                                .inputs = {"value", "standard_error", "goal"}},
                               [](std::span<const double> x, Alternative side) {
                                 return core::Result<TestResult>(z_test({x[0], x[1]}, x[2], side));
                               });
}

}  // namespace secondsite::stats::tests
