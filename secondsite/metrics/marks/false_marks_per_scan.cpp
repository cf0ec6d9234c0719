#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {
namespace {

Ratio falses_over_scans(const Cases& cases, const MetricOptions& options) {
  Ratio out;
  for (const std::uint32_t scan : cases.scan) {
    double falses = 0;
    for (const Mark& mark : cases.marks->marks_of(scan))
      if (mark.hit == Mark::miss && (!options.threshold || mark.rating >= *options.threshold))
        falses += 1;
    out.top.push_back(falses);
    out.bottom.push_back(1);
    out.takes_part.push_back(1);
  }
  return out;
}

}  // namespace

Metric false_marks_per_scan() {
  return mark_ratio_metric(
      {.id = "false_marks_per_scan",
       .title = "False marks a scan",
       .question = "How many marks that hit no lesion does a reader meet in a scan?",
       .definition = "Marks that hit no lesion, rated at the threshold or more (without a "
                     "threshold: all) / scans, those without lesions too.",
       .reference = "Bunch et al. 1978, doi:10.1117/12.955926; clusters: Rao & Scott 1992, "
                    "doi:10.2307/2532311",
       .better = Better::lower},
      Range::not_negative, "false marks / scans", falses_over_scans);
}

}  // namespace secondsite::metrics::marks
