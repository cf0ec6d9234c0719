#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {

Metric prevalence() {
  OperatingPoint point;
  point.id = "prevalence";
  point.title = "Prevalence";
  point.question = "How many of the cases have the finding?";
  point.definition = "Positives / cases. Needs no threshold.";
  point.reference =
      "Wilson 1927, doi:10.1080/01621459.1927.10502953; clusters: Rao & Scott 1992, "
      "doi:10.2307/2532311";
  point.family = Family::utility;
  point.better = Better::lower;
  point.denominator = Denominator::everyone;
  point.needs_threshold = false;
  point.when_empty = "there are no cases";
  return fraction_metric(std::move(point), {.true_positive = 1, .false_negative = 1});
}

}  // namespace secondsite::metrics
