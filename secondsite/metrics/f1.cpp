#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {
namespace {

double f1_value(const Confusion& c, const MetricOptions&) {
  const double total = 2 * c.true_positive + c.false_positive + c.false_negative;
  return total > 0 ? 2 * c.true_positive / total : stats::unknown;
}

Confusion f1_gradient(const Confusion& c, const MetricOptions&) {
  const double total = 2 * c.true_positive + c.false_positive + c.false_negative;
  const double error = -2 * c.true_positive / (total * total);
  return {2 * (c.false_positive + c.false_negative) / (total * total), error, error, 0};
}

}  // namespace

Metric f1() {
  OperatingPoint point;
  point.id = "f1";
  point.title = "F1 score";
  point.question = "How good is the balance of sensitivity and positive predictive value?";
  point.definition =
      "2 TP / (2 TP + FP + FN), the harmonic mean of the two. Depends on prevalence; true "
      "negatives do not count. Absent where nothing is positive and nothing called.";
  point.reference =
      "van Rijsbergen 1979, Information Retrieval, ch. 7; variance: linearised over patients";
  point.family = Family::operating_point;
  point.better = Better::higher;
  point.denominator = Denominator::all_but_true_negatives;
  point.by_class = false;
  point.scale = Scale::logit;
  point.value = f1_value;
  point.gradient = f1_gradient;
  point.when_empty = "no case is positive and none is called";
  return operating_point_metric(point);
}

}  // namespace secondsite::metrics
