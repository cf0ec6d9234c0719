#include "secondsite/metrics/support/mark_input.h"

namespace secondsite::metrics {

stats::Estimate begin_marks(std::string_view metric, const Cases& cases,
                            const MetricOptions& options) {
  stats::Estimate out;
  out.metric = metric;
  out.level = options.level;
  out.unit = unit_of(cases, options);
  if (cases.size() == 0) {
    mark_absent(out, "metric.no-cases", "there are no cases");
    return out;
  }
  if (cases.marks == nullptr || cases.scan.size() != cases.size()) {
    mark_absent(out, "metric.no-marks", "the cases carry no marks and lesions");
    return out;
  }
  const Counts counts = count(cases);
  out.n = counts.n;
  out.n_clusters = counts.n_clusters;
  if (!cases.marks->rule.empty()) out.definitions.push_back({"hit", cases.marks->rule});
  for (const std::uint32_t scan : cases.scan)
    out.n_positive += cases.marks->lesions_of(scan).size();
  return out;
}

}  // namespace secondsite::metrics
