#include "secondsite/metrics/support/edge_interval.h"

#include <set>

#include "secondsite/stats/interval_method.h"

namespace secondsite::stats::intervals {
IntervalMethod wilson();
}

namespace secondsite::metrics {
namespace {

std::uint64_t units_in_class(const Cases& cases, bool is_positive) {
  std::uint64_t n = 0;
  std::set<std::uint32_t> patients;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if ((cases.positive[i] != 0) != is_positive) continue;
    ++n;
    if (cases.is_clustered()) patients.insert(cases.patient[i]);
  }
  return cases.is_clustered() ? patients.size() : n;
}

}  // namespace

void use_edge_interval(stats::Estimate& estimate, const Cases& cases) {
  const auto k =
      static_cast<double>(std::min(units_in_class(cases, true), units_in_class(cases, false)));
  estimate.interval = stats::intervals::wilson().interval(estimate.value * k, k, estimate.level);
  estimate.definitions.push_back({"interval", "the sample shows no variance: Wilson, with the " +
                                                  estimate.unit +
                                                  "s of the smaller class as trials"});
}

void use_edge_interval(stats::Estimate& estimate, double units) {
  estimate.interval =
      stats::intervals::wilson().interval(estimate.value * units, units, estimate.level);
  estimate.definitions.push_back({"interval", "the sample shows no variance: Wilson, with the " +
                                                  estimate.unit + "s as trials"});
}

}  // namespace secondsite::metrics
