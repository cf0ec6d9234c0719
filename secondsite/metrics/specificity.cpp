#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {

Metric specificity() {
  OperatingPoint point;
  point.id = "specificity";
  point.title = "Specificity";
  point.question = "Of the cases without the finding, how many does the model leave alone?";
  point.definition =
      "True negatives / negatives, called where score >= threshold. Absent without negatives.";
  point.reference =
      "Altman & Bland 1994, doi:10.1136/bmj.308.6943.1552; interval: Wilson 1927, "
      "doi:10.1080/01621459.1927.10502953; clusters: Rao & Scott 1992, doi:10.2307/2532311";
  point.family = Family::operating_point;
  point.better = Better::higher;
  point.denominator = Denominator::negatives;
  point.by_class = true;
  point.when_empty = "there are no negative cases";
  return fraction_metric(std::move(point), {.true_negative = 1});
}

}  // namespace secondsite::metrics
