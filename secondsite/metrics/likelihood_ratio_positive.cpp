#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {
namespace {

double likelihood_ratio_positive_value(const Confusion& c, const MetricOptions&) {
  if (!(c.positives() > 0) || !(c.false_positive > 0)) return stats::unknown;
  return c.sensitivity() * c.negatives() / c.false_positive;
}

Confusion likelihood_ratio_positive_gradient(const Confusion& c, const MetricOptions&) {
  const double p = c.positives();
  const double n = c.negatives();
  const double per_false_alarm = n / c.false_positive;  // 1 / (1 - specificity)
  return {c.false_negative / (p * p) * per_false_alarm,
          -c.sensitivity() * c.true_negative / (c.false_positive * c.false_positive),
          -c.true_positive / (p * p) * per_false_alarm, c.sensitivity() / c.false_positive};
}

}  // namespace

Metric likelihood_ratio_positive() {
  OperatingPoint point;
  point.id = "likelihood_ratio_positive";
  point.title = "Positive likelihood ratio";
  point.question = "By how much does a positive call multiply the odds of the finding?";
  point.definition =
      "Sensitivity / (1 - specificity). Does not depend on prevalence. Infinite, and so absent, "
      "without a false positive; interval on the log scale.";
  point.reference = "Simel, Samsa & Matchar 1991, doi:10.1016/0895-4356(91)90128-V";
  point.family = Family::operating_point;
  point.better = Better::higher;
  point.denominator = Denominator::everyone;
  point.by_class = true;
  point.scale = Scale::log;
  point.value = likelihood_ratio_positive_value;
  point.gradient = likelihood_ratio_positive_gradient;
  point.when_empty = "there is no positive, or no false positive (the ratio would be infinite)";
  return operating_point_metric(point);
}

}  // namespace secondsite::metrics
