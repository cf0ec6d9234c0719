#include "secondsite/metrics/support/net_benefit.h"

namespace secondsite::metrics {
namespace {

double net_benefit_value(const Confusion& c, const MetricOptions& options) {
  return (c.true_positive - c.false_positive * cost_of_false_alarm(options)) / c.all();
}

Confusion net_benefit_gradient(const Confusion& c, const MetricOptions& options) {
  const double n = c.all();
  const double value = net_benefit_value(c, options);
  return {(1 - value) / n, (-cost_of_false_alarm(options) - value) / n, -value / n, -value / n};
}

}  // namespace

Metric net_benefit() {
  OperatingPoint point = net_benefit_point();
  point.id = "net_benefit";
  point.title = "Net benefit";
  point.question =
      "What is the model worth, in true positives per case, after paying for its false alarms?";
  point.definition =
      "(TP - FP p/(1 - p)) / cases, p the threshold probability (the threshold itself unless "
      "another is given). Compare with net_benefit_treat_all and with 0, the benefit of calling "
      "nobody.";
  point.value = net_benefit_value;
  point.gradient = net_benefit_gradient;
  return operating_point_metric(point);
}

}  // namespace secondsite::metrics
