#pragma once
// The reliability curve: of the cases with about this score, how many were positive?

#include "secondsite/metrics/metric.h"
#include "secondsite/stats/curve.h"

namespace secondsite::metrics {

struct ReliabilityCurve {
  // A point a bin with cases: x the mean score, y the observed fraction, its Wilson interval for
  // as many independent cases as the bin's patients are worth (stats::proportion). Bins at
  // quantiles of the scores, options.bins of them.
  stats::Curve binned;
  // A lowess of the outcomes on the scores with a pointwise normal band (patients as the unit), cut
  // to [0, 1]; about 60 points.
  stats::Curve smooth;
  stats::Histogram scores;  // 20 bins over [0, 1]
  std::string absent_code;  // where there is no curve (scores that are no probabilities): why
  std::string absent_reason;
};

ReliabilityCurve reliability_curve(const Cases& cases, const MetricOptions& options);

}  // namespace secondsite::metrics
