#include "secondsite/metrics/support/mask_surface.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {
namespace {

using image::SurfaceDistances;

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

double largest(const SurfaceDistances& side) {
  return side.mm.empty() ? stats::unknown : *std::max_element(side.mm.begin(), side.mm.end());
}

struct Within {
  double inside = 0;
  double all = 0;
  double share() const { return all > 0 ? inside / all : stats::unknown; }
};

Within within(const SurfaceDistances& side, double tolerance_mm) {
  Within out;
  for (std::size_t i = 0; i < side.mm.size(); ++i) {
    out.all += side.weight[i];
    if (side.mm[i] <= tolerance_mm) out.inside += side.weight[i];
  }
  return out;
}

double weighted_mean(const SurfaceDistances& side) {
  double total = 0;
  for (std::size_t i = 0; i < side.mm.size(); ++i) total += side.mm[i] * side.weight[i];
  return side.mm.empty() ? stats::unknown : total / sum(side.weight);
}

// The larger of two, NaN where either is.
double worse(double a, double b) {
  return std::isnan(a) || std::isnan(b) ? stats::unknown : std::max(a, b);
}

}  // namespace

double linear_percentile(std::vector<double>& values, double share) {
  if (values.empty()) return stats::unknown;
  const double place = share * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(low);
  std::nth_element(values.begin(), at, values.end());
  if (low + 1 == values.size()) return *at;
  const double next = *std::min_element(at + 1, values.end());
  const double part = place - static_cast<double>(low);
  return part == 0 ? *at : *at + (next - *at) * part;
}

double weighted_percentile(const SurfaceDistances& distances, double share) {
  if (distances.mm.empty()) return stats::unknown;
  struct Element {
    double mm;
    double weight;
  };
  std::vector<Element> open(distances.mm.size());
  for (std::size_t i = 0; i < open.size(); ++i) open[i] = {distances.mm[i], distances.weight[i]};
  double missing = share * sum(distances.weight);
  // Keeps the part that holds the answer, about halving it each time.
  while (true) {
    const auto middle = open.begin() + static_cast<std::ptrdiff_t>(open.size() / 2);
    std::nth_element(open.begin(), middle, open.end(),
                     [](const Element& a, const Element& b) { return a.mm < b.mm; });
    const double pivot = middle->mm;
    const auto above =
        std::partition(open.begin(), open.end(), [&](const Element& e) { return e.mm <= pivot; });
    const auto equal =
        std::partition(open.begin(), above, [&](const Element& e) { return e.mm < pivot; });
    double below = 0;
    for (auto e = open.begin(); e != equal; ++e) below += e->weight;
    if (below >= missing && equal != open.begin()) {
      open.erase(equal, open.end());
      continue;
    }
    double upto = below;
    for (auto e = equal; e != above; ++e) upto += e->weight;
    if (upto >= missing || above == open.end()) return pivot;
    missing -= upto;
    open.erase(open.begin(), above);
  }
}

BorderMeasures border_measures(const image::SurfacePair& pair, double tolerance_mm) {
  BorderMeasures out;
  const auto& a = pair.a_to_b;
  const auto& b = pair.b_to_a;
  if (a.mm.empty() || b.mm.empty())
    return {stats::unknown, stats::unknown, stats::unknown,
            stats::unknown, stats::unknown, stats::unknown};
  const double total_a = sum(a.mm);
  const double total_b = sum(b.mm);
  const auto na = static_cast<double>(a.mm.size());
  const auto nb = static_cast<double>(b.mm.size());
  out.hausdorff = worse(largest(a), largest(b));
  out.assd = (total_a + total_b) / (na + nb);
  out.masd = (total_a / na + total_b / nb) / 2;
  const Within near_a = within(a, tolerance_mm);
  const Within near_b = within(b, tolerance_mm);
  out.nsd = (near_a.inside + near_b.inside) / (near_a.all + near_b.all);
  std::vector<double> values = a.mm;
  const double of_a = linear_percentile(values, 0.95);
  values = b.mm;
  out.hd95_directed = worse(of_a, linear_percentile(values, 0.95));
  values.insert(values.end(), a.mm.begin(), a.mm.end());
  out.hd95_pooled = linear_percentile(values, 0.95);
  return out;
}

AreaMeasures area_measures(const image::SurfacePair& pair, double tolerance_mm) {
  const Within a = within(pair.a_to_b, tolerance_mm);
  const Within b = within(pair.b_to_a, tolerance_mm);
  AreaMeasures out;
  out.mean_a_to_b = weighted_mean(pair.a_to_b);
  out.mean_b_to_a = weighted_mean(pair.b_to_a);
  out.hausdorff = worse(largest(pair.a_to_b), largest(pair.b_to_a));
  out.hd95 = worse(weighted_percentile(pair.a_to_b, 0.95), weighted_percentile(pair.b_to_a, 0.95));
  out.overlap_a = a.share();
  out.overlap_b = b.share();
  out.nsd = Within{a.inside + b.inside, a.all + b.all}.share();
  return out;
}

}  // namespace secondsite::metrics
