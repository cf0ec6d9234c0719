#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {
namespace {

Ratio found_over_lesions(const Cases& cases, const MetricOptions& options) {
  Ratio out;
  for (const std::uint32_t scan : cases.scan) {
    const auto lesions = cases.marks->lesions_of(scan);
    std::vector<std::uint8_t> found(lesions.size(), 0);
    for (const Mark& mark : cases.marks->marks_of(scan))
      if (mark.hit != Mark::miss && (!options.threshold || mark.rating >= *options.threshold))
        found[mark.hit] = 1;
    double hits = 0;
    for (const std::uint8_t one : found) hits += one;
    out.top.push_back(hits);
    out.bottom.push_back(static_cast<double>(lesions.size()));
    out.takes_part.push_back(lesions.empty() ? 0 : 1);
  }
  return out;
}

}  // namespace

Metric lesion_sensitivity() {
  return mark_ratio_metric(
      {.id = "lesion_sensitivity",
       .title = "Lesion sensitivity",
       .question = "Of the lesions, how many are hit by a mark?",
       .definition = "Lesions hit by at least one mark that is rated at the threshold or more "
                     "(without a threshold: by any mark) / lesions. Several marks on one lesion "
                     "count once. Absent without lesions.",
       .reference = "Chakraborty & Berbaum 2004, doi:10.1118/1.1769352; clusters: Rao & Scott "
                    "1992, doi:10.2307/2532311",
       .better = Better::higher},
      Range::fraction, "lesions hit / lesions", found_over_lesions);
}

}  // namespace secondsite::metrics::marks
