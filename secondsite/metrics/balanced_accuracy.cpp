#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {
namespace {

double balanced_accuracy_value(const Confusion& c, const MetricOptions&) {
  return (c.sensitivity() + c.specificity()) / 2;  // 0/0 is NaN
}

Confusion balanced_accuracy_gradient(const Confusion& c, const MetricOptions&) {
  const double p = c.positives();
  const double n = c.negatives();
  return {c.false_negative / (2 * p * p), -c.true_negative / (2 * n * n),
          -c.true_positive / (2 * p * p), c.false_positive / (2 * n * n)};
}

}  // namespace

Metric balanced_accuracy() {
  OperatingPoint point;
  point.id = "balanced_accuracy";
  point.title = "Balanced accuracy";
  point.question = "How many answers are right when both classes weigh the same?";
  point.definition = "(Sensitivity + specificity) / 2. Absent with one class.";
  point.reference = "Brodersen et al. 2010, doi:10.1109/ICPR.2010.764";
  point.family = Family::operating_point;
  point.better = Better::higher;
  point.denominator = Denominator::everyone;
  point.by_class = true;
  point.scale = Scale::logit;
  point.value = balanced_accuracy_value;
  point.gradient = balanced_accuracy_gradient;
  point.when_empty = "both classes must be there";
  return operating_point_metric(point);
}

}  // namespace secondsite::metrics
