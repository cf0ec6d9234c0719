#include "secondsite/metrics/support/froc.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "secondsite/core/parallel.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {
namespace {

struct FrocEvent {
  double rating = 0;
  std::uint32_t scan = 0;
  bool is_hit = false;
};

std::vector<FrocEvent> froc_events(const FrocCases& cases) {
  std::vector<FrocEvent> out;
  out.reserve(cases.false_scan.size() + cases.lesion_scan.size());
  for (std::size_t m = 0; m < cases.false_scan.size(); ++m)
    out.push_back({cases.false_rating[m], cases.false_scan[m], false});
  for (std::size_t l = 0; l < cases.lesion_scan.size(); ++l)
    if (cases.lesion_rating[l] != unmarked)
      out.push_back({cases.lesion_rating[l], cases.lesion_scan[l], true});
  std::sort(out.begin(), out.end(), [](const FrocEvent& a, const FrocEvent& b) {
    if (a.rating != b.rating) return a.rating > b.rating;
    return a.is_hit != b.is_hit ? b.is_hit : a.scan < b.scan;
  });
  return out;
}

// Where the curve has `rate`: the groups before it count in full, the group itself by `share`.
struct Crossing {
  std::size_t group = 0;
  double share = 0;
};

Crossing crossing_at(const FrocPlan& plan, double rate) {
  const double wanted = rate * static_cast<double>(plan.scan_unit.size());
  double falses = 0;
  for (std::size_t g = 0; g < plan.groups.size(); ++g) {
    const double more = plan.groups[g].falses;
    if (falses + more > wanted) return {g, (wanted - falses) / more};
    falses += more;
  }
  return {plan.groups.size(), 0};
}

}  // namespace

std::string_view name(FrocInterpolation interpolation) {
  return interpolation == FrocInterpolation::linear
             ? "linear between the points of the curve, one a distinct rating"
             : "step: the last point with no more false marks";
}

FrocPlan froc_plan(const FrocCases& cases) {
  FrocPlan plan;
  const auto unit = [&](std::uint32_t scan) {
    return cases.is_clustered() ? cases.patient[scan] : scan;
  };
  plan.units = cases.is_clustered() ? cases.patient_key.size() : cases.scans;
  plan.scan_unit.reserve(cases.scans);
  for (std::uint32_t s = 0; s < cases.scans; ++s) {
    plan.scan_unit.push_back(unit(s));
    plan.units = std::max<std::size_t>(plan.units, std::size_t{unit(s)} + 1);
  }
  plan.lesion_scan.assign(cases.lesion_scan.begin(), cases.lesion_scan.end());
  for (const std::uint32_t scan : cases.lesion_scan) plan.lesion_unit.push_back(unit(scan));
  const std::vector<FrocEvent> events = froc_events(cases);
  plan.scan_of_event.reserve(events.size());
  plan.unit_of_event.reserve(events.size());
  for (const FrocEvent& event : events) {
    if (plan.groups.empty() || plan.groups.back().rating != event.rating)
      plan.groups.push_back(
          {static_cast<std::uint32_t>(plan.scan_of_event.size()), 0, 0, event.rating});
    ++(event.is_hit ? plan.groups.back().hits : plan.groups.back().falses);
    plan.scan_of_event.push_back(event.scan);
    plan.unit_of_event.push_back(unit(event.scan));
  }
  return plan;
}

std::vector<FrocPoint> froc_points(const FrocPlan& plan) {
  const auto scans = static_cast<double>(plan.scan_unit.size());
  const auto lesions = static_cast<double>(plan.lesion_unit.size());
  std::vector<FrocPoint> out;
  out.reserve(plan.groups.size() + 1);
  double falses = 0;
  double hits = 0;
  out.push_back({std::numeric_limits<double>::infinity(), falses / scans, hits / lesions});
  for (const FrocPlan::Group& group : plan.groups) {
    falses += group.falses;
    hits += group.hits;
    out.push_back({group.rating, falses / scans, hits / lesions});
  }
  return out;
}

std::vector<double> froc_at(const FrocPlan& plan, std::span<const double> rates,
                            FrocInterpolation interpolation) {
  std::vector<double> out(rates.size(), stats::unknown);
  if (plan.lesion_unit.empty() || plan.scan_unit.empty()) return out;
  for (std::size_t r = 0; r < rates.size(); ++r) {
    const Crossing at = crossing_at(plan, rates[r]);
    double hits = 0;
    for (std::size_t g = 0; g < at.group; ++g) hits += plan.groups[g].hits;
    if (at.group < plan.groups.size() && interpolation == FrocInterpolation::linear)
      hits += at.share * plan.groups[at.group].hits;
    out[r] = hits / static_cast<double>(plan.lesion_unit.size());
  }
  return out;
}

PatientWeights froc_weights(const FrocCases& cases, Resampling resampling, unsigned replicates,
                            const core::Context& context) {
  std::vector<std::uint64_t> keys(cases.patient_key.begin(), cases.patient_key.end());
  if (keys.empty()) {
    keys.resize(cases.scans);
    std::iota(keys.begin(), keys.end(), std::uint64_t{0});
  }
  return resampling == Resampling::multinomial
             ? PatientWeights::multinomial(keys, replicates, context)
             : PatientWeights::poisson(keys, replicates, context);
}

std::vector<double> froc_influence(const FrocPlan& plan, std::span<const double> rates) {
  constexpr double reach = 1.5;
  const auto scans = static_cast<double>(plan.scan_unit.size());
  const auto lesions = static_cast<double>(plan.lesion_unit.size());
  std::vector<double> out(plan.scan_unit.size(), 0);
  if (plan.lesion_unit.empty() || rates.empty()) return out;
  for (const double rate : rates) {
    const Crossing at = crossing_at(plan, rate);
    const double around[] = {rate / reach, rate, rate * reach};
    const auto s = froc_at(plan, around);
    const double slope = (s[2] - s[0]) / (around[2] - around[0]);
    const double one = 1 / static_cast<double>(rates.size());
    const auto add = [&](std::size_t g, double share) {
      const FrocPlan::Group& group = plan.groups[g];
      for (std::uint32_t k = 0; k < group.falses + group.hits; ++k) {
        const double part = k < group.falses ? -slope / scans : 1 / lesions;
        out[plan.scan_of_event[group.first + k]] += one * share * part;
      }
    };
    for (std::size_t g = 0; g < at.group; ++g) add(g, 1);
    // Beyond the last mark the curve is level and the false marks say nothing.
    if (at.group < plan.groups.size() && at.share > 0) add(at.group, at.share);
    for (double& value : out) value += one * slope * rate / scans;
    for (const std::uint32_t scan : plan.lesion_scan) out[scan] -= one * s[1] / lesions;
  }
  return out;
}

}  // namespace secondsite::metrics
