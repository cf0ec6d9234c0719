#include "secondsite/metrics/support/net_benefit.h"

namespace secondsite::metrics {
namespace {

double net_benefit_treat_all_value(const Confusion& c, const MetricOptions& options) {
  return (c.positives() - c.negatives() * cost_of_false_alarm(options)) / c.all();
}

Confusion net_benefit_treat_all_gradient(const Confusion& c, const MetricOptions& options) {
  const double n = c.all();
  const double value = net_benefit_treat_all_value(c, options);
  const double negative = (-cost_of_false_alarm(options) - value) / n;
  return {(1 - value) / n, negative, (1 - value) / n, negative};
}

}  // namespace

Metric net_benefit_treat_all() {
  OperatingPoint point = net_benefit_point();
  point.id = "net_benefit_treat_all";
  point.title = "Net benefit of calling everyone";
  point.question = "What would calling every case be worth?";
  point.definition =
      "(positives - negatives p/(1 - p)) / cases, p the threshold probability (the threshold "
      "itself unless another is given).";
  point.value = net_benefit_treat_all_value;
  point.gradient = net_benefit_treat_all_gradient;
  return operating_point_metric(point);
}

}  // namespace secondsite::metrics
