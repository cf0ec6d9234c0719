#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {

Metric accuracy() {
  OperatingPoint point;
  point.id = "accuracy";
  point.title = "Accuracy";
  point.question = "How many answers are right?";
  point.definition =
      "(True positives + true negatives) / cases. Compare it with accuracy_of_no_finding: for a "
      "rare finding, never calling anything is nearly always right.";
  point.reference =
      "Wilson 1927, doi:10.1080/01621459.1927.10502953; clusters: Rao & Scott 1992, "
      "doi:10.2307/2532311";
  point.family = Family::operating_point;
  point.better = Better::higher;
  point.denominator = Denominator::everyone;
  point.when_empty = "there are no cases";
  return fraction_metric(std::move(point), {.true_positive = 1, .true_negative = 1});
}

}  // namespace secondsite::metrics
