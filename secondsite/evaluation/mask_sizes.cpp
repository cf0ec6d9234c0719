#include "secondsite/evaluation/mask_sizes.h"

#include <algorithm>

#include "secondsite/evaluation/mark_parts.h"
#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/froc.h"
#include "secondsite/metrics/support/ratio.h"

namespace secondsite::evaluation {

stats::Curve mask_size_curve(const FindingCases& cases, const metrics::MetricOptions& options) {
  stats::Curve out;
  out.id = "lesion-size";
  out.x_name = "lesion size, mm";
  out.y_name = "share of lesions found";
  out.level = options.level;
  std::vector<double> sizes;
  for (const auto& row : cases.lesions)
    for (const metrics::MaskLesion& lesion : row) sizes.push_back(lesion.diameter_mm);
  std::sort(sizes.begin(), sizes.end());
  const metrics::Cases all = cases.cases();
  for (const SizeBand& band : bands_between(sizes, size_edges_mm(sizes))) {
    metrics::Ratio ratio;
    std::vector<double> own;
    for (const auto& row : cases.lesions) {
      double found = 0;
      double there = 0;
      for (const metrics::MaskLesion& lesion : row) {
        if (lesion.diameter_mm < band.lowest || lesion.diameter_mm >= band.highest) continue;
        there += 1;
        found += lesion.found ? 1 : 0;
        own.push_back(lesion.diameter_mm);
      }
      ratio.top.push_back(found);
      ratio.bottom.push_back(there);
      ratio.takes_part.push_back(there > 0 ? 1 : 0);
    }
    if (own.empty()) continue;
    stats::Estimate estimate;
    estimate.level = options.level;
    estimate.unit = metrics::unit_of(all, options);
    metrics::count_taking_part(estimate, all, ratio.takes_part);
    metrics::set_ratio(estimate, ratio, all, options, metrics::Range::fraction,
                       "lesions found over lesions there are");
    std::sort(own.begin(), own.end());
    out.method = "bands of lesion size; " + estimate.method;
    out.n = estimate.n;
    out.n_positive += own.size();
    out.n_clusters = estimate.n_clusters;
    out.points.push_back({metrics::quantile(own, 0.5), estimate.value, estimate.interval});
  }
  return out;
}

}  // namespace secondsite::evaluation
