#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {

Metric alerts_per_100() {
  OperatingPoint point;
  point.id = "alerts_per_100";
  point.title = "Alerts per 100 studies";
  point.question = "How often will the model raise its hand?";
  point.definition =
      "100 x (true positives + false positives) / cases, at the prevalence of these cases.";
  point.reference =
      "Wilson 1927, doi:10.1080/01621459.1927.10502953; clusters: Rao & Scott 1992, "
      "doi:10.2307/2532311";
  point.family = Family::utility;
  point.better = Better::lower;
  point.denominator = Denominator::everyone;
  point.multiple = 100;
  point.when_empty = "there are no cases";
  return fraction_metric(std::move(point), {.true_positive = 1, .false_positive = 1});
}

}  // namespace secondsite::metrics
