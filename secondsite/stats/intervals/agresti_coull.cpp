#include <algorithm>
#include <cmath>

#include "secondsite/stats/distributions.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::stats::intervals {

IntervalMethod agresti_coull() {
  return {
      .id = "agresti_coull",
      .title = "Agresti–Coull interval",
      .reference = "Agresti & Coull 1998, doi:10.1080/00031305.1998.10480550",
      .remark =
          "Wald's formula after adding z²/2 successes and z²/2 failures: centred as Wilson's and "
          "never narrower. Clipped to [0, 1].",
      .interval = [](double successes, double trials, double level) -> Interval {
        if (trials <= 0) return {0, 1};
        const double z = normal_quantile(0.5 + level / 2);
        const double n = trials + z * z;
        const double p = (successes + z * z / 2) / n;
        const double half = z * std::sqrt(p * (1 - p) / n);
        return {std::max(0.0, p - half), std::min(1.0, p + half)};
      }};
}

}  // namespace secondsite::stats::intervals
