#include "secondsite/stats/distributions.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::stats::intervals {

// Quantiles of the posterior Beta(x + 1/2, n − x + 1/2). By the usual convention (Brown et al.,
// section 3.1.3) the lower bound is 0 where nothing succeeded and the upper bound 1 where nothing
// failed; without it the interval would not hold the observed proportion.
IntervalMethod jeffreys() {
  return {
      .id = "jeffreys",
      .title = "Jeffreys interval",
      .reference = "Brown, Cai & DasGupta 2001, doi:10.1214/ss/1009213286",
      .remark =
          "Bayesian with an uninformative prior; mean coverage close to nominal, each tail near "
          "its half, so it also serves one-sided claims.",
      .interval = [](double successes, double trials, double level) -> Interval {
        if (trials <= 0) return {0, 1};
        const double tail = (1 - level) / 2;
        const double failures = trials - successes;
        return {successes <= 0 ? 0 : beta_quantile(tail, successes + 0.5, failures + 0.5),
                failures <= 0 ? 1 : beta_quantile(1 - tail, successes + 0.5, failures + 0.5)};
      }};
}

}  // namespace secondsite::stats::intervals
