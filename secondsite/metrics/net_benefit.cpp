#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {
namespace {

// What a false alarm costs, in units of what a true positive is worth.
double exchange(const MetricOptions& options) {
  const double p =
      options.threshold_probability.value_or(options.threshold.value_or(stats::unknown));
  return p >= 0 && p < 1 ? p / (1 - p) : stats::unknown;
}

double value_of(const Confusion& c, const MetricOptions& options) {
  return (c.true_positive - c.false_positive * exchange(options)) / c.all();
}

Confusion gradient_of(const Confusion& c, const MetricOptions& options) {
  const double n = c.all();
  const double value = value_of(c, options);
  return {(1 - value) / n, (-exchange(options) - value) / n, -value / n, -value / n};
}

}  // namespace

Metric net_benefit() {
  OperatingPoint point;
  point.id = "net_benefit";
  point.title = "Net benefit";
  point.question =
      "What is the model worth, in true positives per case, after paying for its false alarms?";
  point.definition =
      "(TP - FP p/(1 - p)) / cases, p the threshold probability (the threshold itself unless "
      "another is given). Compare with net_benefit_treat_all and with 0, the benefit of calling "
      "nobody.";
  point.reference = "Vickers & Elkin 2006, doi:10.1177/0272989X06295361";
  point.family = Family::utility;
  point.better = Better::higher;
  point.denominator = Denominator::everyone;
  point.by_class = false;
  point.scale = Scale::identity;
  point.value = value_of;
  point.gradient = gradient_of;
  point.when_empty = "the threshold is not a probability below 1";
  return operating_point_metric(point);
}

}  // namespace secondsite::metrics
