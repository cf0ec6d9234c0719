#include "secondsite/stats/distributions.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::stats::intervals {

IntervalMethod clopper_pearson() {
  return {
      .id = "clopper_pearson",
      .title = "Clopper–Pearson exact interval",
      .reference = "Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404",
      .remark =
          "Never covers less than its level, at the price of being wider than needed: for a claim "
          "that must hold whatever the truth.",
      .interval = [](double successes, double trials, double level) -> Interval {
        if (trials <= 0) return {0, 1};
        const double tail = (1 - level) / 2;
        const double failures = trials - successes;
        return {successes <= 0 ? 0 : beta_quantile(tail, successes, failures + 1),
                failures <= 0 ? 1 : beta_quantile(1 - tail, successes + 1, failures)};
      }};
}

}  // namespace secondsite::stats::intervals
