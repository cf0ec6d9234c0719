#include "secondsite/stats/contrast.h"
#include "secondsite/stats/named_numbers.h"

namespace secondsite::stats::tests {

HypothesisTest difference_correlated() {
  return with_numbers_and_side(
      {.id = "difference_correlated",
       .title = "Difference of two correlated estimates",
       .null_hypothesis = "the truths are equal",
       .reference = "Hanley & McNeil 1983, doi:10.1148/radiology.148.3.6878708",
       .inputs = {"value_1", "standard_error_1", "value_2", "standard_error_2", "covariance"}},
      [](std::span<const double> x, Alternative side) {
        return core::Result<TestResult>(
            z_test(difference({x[0], x[1]}, {x[2], x[3]}, x[4]), 0, side));
      });
}

}  // namespace secondsite::stats::tests
