#include "secondsite/metrics/support/net_benefit.h"

namespace secondsite::metrics {

double cost_of_false_alarm(const MetricOptions& options) {
  const double p =
      options.threshold_probability.value_or(options.threshold.value_or(stats::unknown));
  return p >= 0 && p < 1 ? p / (1 - p) : stats::unknown;
}

OperatingPoint net_benefit_point() {
  OperatingPoint point;
  point.reference = "Vickers & Elkin 2006, doi:10.1177/0272989X06295361";
  point.family = Family::utility;
  point.better = Better::higher;
  point.denominator = Denominator::everyone;
  point.by_class = false;
  point.scale = Scale::identity;
  point.when_empty = "the threshold is not a probability below 1";
  return point;
}

}  // namespace secondsite::metrics
