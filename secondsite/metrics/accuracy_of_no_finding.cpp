#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {

Metric accuracy_of_no_finding() {
  OperatingPoint point;
  point.id = "accuracy_of_no_finding";
  point.title = "Accuracy of always answering: no finding";
  point.question = "How accurate would a model be that never calls anything?";
  point.definition = "Negatives / cases: what accuracy must be held against. Needs no threshold.";
  point.reference =
      "Wilson 1927, doi:10.1080/01621459.1927.10502953; clusters: Rao & Scott 1992, "
      "doi:10.2307/2532311";
  point.family = Family::operating_point;
  point.better = Better::higher;
  point.denominator = Denominator::everyone;
  point.needs_threshold = false;
  point.when_empty = "there are no cases";
  return fraction_metric(std::move(point), {.false_positive = 1, .true_negative = 1});
}

}  // namespace secondsite::metrics
