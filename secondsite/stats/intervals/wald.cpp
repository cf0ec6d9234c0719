#include <algorithm>
#include <cmath>

#include "secondsite/stats/distributions.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::stats::intervals {

IntervalMethod wald() {
  return {
      .id = "wald",
      .title = "Wald interval",
      .reference = "Brown, Cai & DasGupta 2001, doi:10.1214/ss/1009213286 (and why to avoid it)",
      .remark =
          "For comparison with older papers only: it covers too little for small n or near 0 % and "
          "100 %, where its width is 0. Clipped to [0, 1].",
      .interval = [](double successes, double trials, double level) -> Interval {
        if (trials <= 0) return {0, 1};
        const double p = successes / trials;
        const double half = normal_quantile(0.5 + level / 2) * std::sqrt(p * (1 - p) / trials);
        return {std::max(0.0, p - half), std::min(1.0, p + half)};
      }};
}

}  // namespace secondsite::stats::intervals
