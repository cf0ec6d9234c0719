#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {
namespace {

double youden_value(const Confusion& c, const MetricOptions&) {
  return c.sensitivity() + c.specificity() - 1;  // 0/0 is NaN
}

Confusion youden_gradient(const Confusion& c, const MetricOptions&) {
  const double p = c.positives();
  const double n = c.negatives();
  return {c.false_negative / (p * p), -c.true_negative / (n * n), -c.true_positive / (p * p),
          c.false_positive / (n * n)};
}

}  // namespace

Metric youden() {
  OperatingPoint point;
  point.id = "youden";
  point.title = "Youden index";
  point.question = "How far is this operating point above chance?";
  point.definition =
      "Sensitivity + specificity - 1: 0 = chance, 1 = no error. Absent with one class.";
  point.reference = "Youden 1950, doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3";
  point.family = Family::operating_point;
  point.better = Better::higher;
  point.denominator = Denominator::everyone;
  point.by_class = true;
  point.scale = Scale::fisher;
  point.value = youden_value;
  point.gradient = youden_gradient;
  point.when_empty = "both classes must be there";
  return operating_point_metric(point);
}

}  // namespace secondsite::metrics
