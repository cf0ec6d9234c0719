#include <algorithm>
#include <cmath>

#include "secondsite/stats/distributions.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::stats::intervals {

IntervalMethod wilson() {
  return {.id = "wilson",
          .title = "Wilson score interval",
          .reference = "Wilson 1927, doi:10.1080/01621459.1927.10502953",
          .remark =
              "The default: close to its nominal coverage even for few cases and at 0 % or 100 %.",
          .interval = [](double successes, double trials, double level) -> Interval {
            if (trials <= 0) return {0, 1};
            const double z = normal_quantile(0.5 + level / 2);
            const double p = successes / trials;
            const double shrink = 1 + z * z / trials;
            const double centre = (p + z * z / (2 * trials)) / shrink;
            const double half =
                z * std::sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials)) / shrink;
            // At 0 and n the bound is exactly 0 and 1; the formula only rounds to it.
            return {successes <= 0 ? 0 : std::max(0.0, centre - half),
                    successes >= trials ? 1 : std::min(1.0, centre + half)};
          }};
}

}  // namespace secondsite::stats::intervals
