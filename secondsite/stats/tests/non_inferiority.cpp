#include "secondsite/stats/contrast.h"
#include "secondsite/stats/named_numbers.h"

namespace secondsite::stats::tests {

HypothesisTest non_inferiority() {
  return with_numbers({.id = "non_inferiority",
                       .title = "Non-inferiority with a margin",
                       .null_hypothesis = "difference <= -margin",
                       .reference = "Piaggio et al. 2012, doi:10.1001/jama.2012.87802",
                       .inputs = {"difference", "standard_error", "margin"}},
                      [](std::span<const double> x) {
                        return stats::non_inferiority({x[0], x[1]}, x[2]);
                      });
}

}  // namespace secondsite::stats::tests
