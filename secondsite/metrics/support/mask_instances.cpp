#include "secondsite/metrics/support/mask_instances.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "secondsite/metrics/support/mask_assignment.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {
namespace {

using Pair = InstanceOverlap::Pair;

std::vector<Pair> sorted_pairs(
    const std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t>& shared) {
  std::vector<Pair> out;
  for (const auto& [ids, both] : shared) out.push_back({ids.first, ids.second, both});
  return out;
}

InstanceMatch match_of(const InstanceOverlap& overlap, std::uint32_t reference,
                       std::vector<std::uint32_t> predicted, std::uint64_t both) {
  std::uint64_t covered = 0;
  for (const std::uint32_t p : predicted) covered += overlap.predicted[p];
  const auto shared = static_cast<double>(both);
  const auto sizes = static_cast<double>(covered + overlap.reference[reference]);
  return {reference, std::move(predicted), shared / (sizes - shared), 2 * shared / sizes};
}

std::vector<InstanceMatch> by_threshold(const InstanceOverlap& overlap, double least) {
  std::vector<std::size_t> order(overlap.pairs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return overlap.iou(overlap.pairs[a]) > overlap.iou(overlap.pairs[b]);
  });
  std::vector<std::uint8_t> used_p(overlap.predicted.size(), 0);
  std::vector<std::uint8_t> used_r(overlap.reference.size(), 0);
  std::vector<InstanceMatch> out;
  for (const std::size_t k : order) {
    const Pair& pair = overlap.pairs[k];
    if (overlap.iou(pair) < least || used_p[pair.predicted] != 0 || used_r[pair.reference] != 0)
      continue;
    used_p[pair.predicted] = used_r[pair.reference] = 1;
    out.push_back(match_of(overlap, pair.reference, {pair.predicted}, pair.both));
  }
  return out;
}

std::vector<InstanceMatch> by_maximum(const InstanceOverlap& overlap, double least) {
  std::vector<Pair> open;
  std::vector<WeightedPair> weights;
  for (const Pair& pair : overlap.pairs) {
    if (overlap.iou(pair) < least) continue;
    open.push_back(pair);
    weights.push_back({pair.predicted, pair.reference, overlap.iou(pair)});
  }
  std::vector<InstanceMatch> out;
  for (const std::size_t k : heaviest_assignment(weights))
    out.push_back(match_of(overlap, open[k].reference, {open[k].predicted}, open[k].both));
  return out;
}

std::vector<InstanceMatch> by_union(const InstanceOverlap& overlap, double least) {
  // The reference object that each predicted one belongs to; at equal shares the first.
  std::vector<const Pair*> home(overlap.predicted.size(), nullptr);
  for (const Pair& pair : overlap.pairs)
    if (home[pair.predicted] == nullptr || pair.both > home[pair.predicted]->both)
      home[pair.predicted] = &pair;
  std::vector<std::vector<std::uint32_t>> members(overlap.reference.size());
  std::vector<std::uint64_t> both(overlap.reference.size(), 0);
  for (const Pair* pair : home) {
    if (pair == nullptr) continue;
    members[pair->reference].push_back(pair->predicted);
    both[pair->reference] += pair->both;
  }
  std::vector<InstanceMatch> out;
  for (std::uint32_t r = 0; r < members.size(); ++r) {
    if (members[r].empty()) continue;
    auto found = match_of(overlap, r, members[r], both[r]);
    if (found.iou >= least) out.push_back(std::move(found));
  }
  return out;
}

double mean(const std::vector<InstanceMatch>& matches, double InstanceMatch::*value) {
  double sum = 0;
  for (const InstanceMatch& each : matches) sum += each.*value;
  return matches.empty() ? stats::unknown : sum / static_cast<double>(matches.size());
}

}  // namespace

double InstanceOverlap::iou(const Pair& pair) const {
  const std::uint64_t all = predicted[pair.predicted] + reference[pair.reference] - pair.both;
  return static_cast<double>(pair.both) / static_cast<double>(all);
}

InstanceOverlap overlap_of(const image::Components& predicted, const image::Components& reference) {
  InstanceOverlap out{predicted.size, reference.size, {}};
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> shared;
  auto p = predicted.runs.begin();
  auto r = reference.runs.begin();
  while (p != predicted.runs.end() && r != reference.runs.end()) {
    const std::uint32_t from = std::max(p->begin, r->begin);
    const std::uint32_t to = std::min(p->end, r->end);
    if (from < to) shared[{p->component, r->component}] += to - from;
    if (p->end < r->end)
      ++p;
    else
      ++r;
  }
  out.pairs = sorted_pairs(shared);
  return out;
}

InstanceOverlap overlap_of(const Labels& predicted, const Labels& reference,
                           std::span<const std::int32_t> keep) {
  std::map<std::int32_t, std::uint64_t> sizes_p;
  std::map<std::int32_t, std::uint64_t> sizes_r;
  std::map<std::pair<std::int32_t, std::int32_t>, std::uint64_t> shared;
  const auto kept = [&](std::int32_t label) {
    return label != 0 && (keep.empty() || std::find(keep.begin(), keep.end(), label) != keep.end());
  };
  for (std::size_t i = 0; i < reference.voxel.size();) {
    const std::int32_t p = predicted.voxel[i];
    const std::int32_t r = reference.voxel[i];
    const std::size_t from = i;
    while (i < reference.voxel.size() && predicted.voxel[i] == p && reference.voxel[i] == r) ++i;
    if (kept(p)) sizes_p[p] += i - from;
    if (kept(r)) sizes_r[r] += i - from;
    if (kept(p) && kept(r)) shared[{p, r}] += i - from;
  }
  InstanceOverlap out;
  std::map<std::int32_t, std::uint32_t> place_p;
  std::map<std::int32_t, std::uint32_t> place_r;
  for (const auto& [label, size] : sizes_p) {
    place_p[label] = static_cast<std::uint32_t>(out.predicted.size());
    out.predicted.push_back(size);
  }
  for (const auto& [label, size] : sizes_r) {
    place_r[label] = static_cast<std::uint32_t>(out.reference.size());
    out.reference.push_back(size);
  }
  for (const auto& [labels, both] : shared)
    out.pairs.push_back({place_p[labels.first], place_r[labels.second], both});
  return out;
}

InstanceResult match(const InstanceOverlap& overlap, InstanceMatching rule, double least_iou) {
  InstanceResult out;
  switch (rule) {
    case InstanceMatching::threshold:
      out.matches = by_threshold(overlap, least_iou);
      break;
    case InstanceMatching::maximum:
      out.matches = by_maximum(overlap, least_iou);
      break;
    case InstanceMatching::many_to_one:
      out.matches = by_union(overlap, least_iou);
      break;
  }
  std::sort(out.matches.begin(), out.matches.end(),
            [](const auto& a, const auto& b) { return a.reference < b.reference; });
  out.true_positives = out.matches.size();
  std::uint64_t used = 0;
  for (const InstanceMatch& each : out.matches) used += each.predicted.size();
  out.false_positives = overlap.predicted.size() - used;
  out.false_negatives = overlap.reference.size() - out.matches.size();
  return out;
}

double InstanceResult::segmentation_quality() const {
  return mean(matches, &InstanceMatch::iou);
}
double InstanceResult::segmentation_quality_dice() const {
  return mean(matches, &InstanceMatch::dice);
}
double InstanceResult::recognition_quality() const {
  const auto tp = static_cast<double>(true_positives);
  const double half = 0.5 * static_cast<double>(false_positives + false_negatives);
  return tp + half > 0 ? tp / (tp + half) : stats::unknown;
}
double InstanceResult::panoptic_quality() const {
  return matches.empty() ? recognition_quality() : segmentation_quality() * recognition_quality();
}

LesionCounts lesion_counts(const InstanceOverlap& overlap) {
  LesionCounts out{std::vector<std::uint8_t>(overlap.reference.size(), 0), 0};
  std::vector<std::uint8_t> touched(overlap.predicted.size(), 0);
  for (const Pair& pair : overlap.pairs) out.found[pair.reference] = touched[pair.predicted] = 1;
  out.false_positives =
      static_cast<std::uint64_t>(std::count(touched.begin(), touched.end(), std::uint8_t{0}));
  return out;
}

}  // namespace secondsite::metrics
