#include "secondsite/core/text.h"
#include "secondsite/metrics/support/mark_input.h"
#include "secondsite/metrics/support/ratio.h"

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

stats::Estimate estimate_of(const Cases& cases, const MetricOptions& options) {
  stats::Estimate out = begin_marks("lesion_sensitivity", cases, options);
  if (!out.absent_code.empty()) return out;
  if (out.n_positive == 0) {
    mark_absent(out, "metric.empty-denominator", "there are no lesions");
    return out;
  }
  if (options.threshold)
    out.definitions.push_back({"marks", "rated " + core::exact(*options.threshold) + " or more"});
  else
    out.definitions.push_back({"marks", "all, whatever their rating"});
  set_ratio(out, found_over_lesions(cases, options), cases, options, Range::fraction,
            "lesions hit / lesions");
  return out;
}

}  // namespace

Metric lesion_sensitivity() {
  return {.id = "lesion_sensitivity",
          .title = "Lesion sensitivity",
          .question = "Of the lesions, how many are hit by a mark?",
          .definition =
              "Lesions hit by at least one mark that is rated at the threshold or more "
              "(without a threshold: by any mark) / lesions. Several marks on one lesion "
              "count once. Absent without lesions.",
          .reference =
              "Chakraborty & Berbaum 2004, doi:10.1118/1.1769352; clusters: Rao & Scott "
              "1992, doi:10.2307/2532311",
          .family = Family::detection,
          .better = Better::higher,
          .input = Input::marks,
          .estimate = estimate_of,
          .influence =
              [](const Cases& cases, const MetricOptions& options) {
                return influence_of(found_over_lesions(cases, options));
              },
          .replicates =
              [](const Cases& cases, const PatientWeights& weights, const MetricOptions& options) {
                return replicates_of(found_over_lesions(cases, options), cases, weights, options);
              }};
}

}  // namespace secondsite::metrics::marks
