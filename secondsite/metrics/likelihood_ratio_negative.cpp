#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {
namespace {

double likelihood_ratio_negative_value(const Confusion& c, const MetricOptions&) {
  if (!(c.positives() > 0) || !(c.true_negative > 0)) return stats::unknown;
  return (1 - c.sensitivity()) / c.specificity();
}

Confusion likelihood_ratio_negative_gradient(const Confusion& c, const MetricOptions&) {
  const double p = c.positives();
  const double missed = c.false_negative / p;
  return {-c.false_negative / (p * p * c.specificity()), missed / c.true_negative,
          c.true_positive / (p * p * c.specificity()),
          -missed * c.false_positive / (c.true_negative * c.true_negative)};
}

}  // namespace

Metric likelihood_ratio_negative() {
  OperatingPoint point;
  point.id = "likelihood_ratio_negative";
  point.title = "Negative likelihood ratio";
  point.question = "By how much does a negative answer multiply the odds of the finding?";
  point.definition =
      "(1 - sensitivity) / specificity. Does not depend on prevalence. Infinite, and so absent, "
      "without a true negative; interval on the log scale.";
  point.reference = "Simel, Samsa & Matchar 1991, doi:10.1016/0895-4356(91)90128-V";
  point.family = Family::operating_point;
  point.better = Better::lower;
  point.denominator = Denominator::everyone;
  point.by_class = true;
  point.scale = Scale::log;
  point.value = likelihood_ratio_negative_value;
  point.gradient = likelihood_ratio_negative_gradient;
  point.when_empty = "there is no positive, or no true negative (the ratio would be infinite)";
  return operating_point_metric(point);
}

}  // namespace secondsite::metrics
