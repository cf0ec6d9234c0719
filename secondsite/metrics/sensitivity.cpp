#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {

Metric sensitivity() {
  OperatingPoint point;
  point.id = "sensitivity";
  point.title = "Sensitivity";
  point.question = "Of the cases with the finding, how many does the model call?";
  point.definition =
      "True positives / positives, called where score >= threshold. Absent without positives.";
  point.reference =
      "Altman & Bland 1994, doi:10.1136/bmj.308.6943.1552; interval: Wilson 1927, "
      "doi:10.1080/01621459.1927.10502953; clusters: Rao & Scott 1992, doi:10.2307/2532311";
  point.family = Family::operating_point;
  point.better = Better::higher;
  point.denominator = Denominator::positives;
  point.by_class = true;
  point.when_empty = "there are no positive cases";
  return fraction_metric(std::move(point), {.true_positive = 1});
}

}  // namespace secondsite::metrics
