#include "secondsite/metrics/support/afroc.h"

#include <algorithm>
#include <numeric>

#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {
namespace {

bool counts_falses_of_all(AfrocKind kind) {
  return kind == AfrocKind::afroc1 || kind == AfrocKind::wafroc1;
}

// The highest lesion rating of each scan.
std::vector<double> highest_lesions(const FrocCases& cases) {
  std::vector<double> out(cases.scans, unmarked);
  for (std::size_t l = 0; l < cases.lesion_scan.size(); ++l)
    out[cases.lesion_scan[l]] = std::max(out[cases.lesion_scan[l]], cases.lesion_rating[l]);
  return out;
}

// Entries by ascending rating.
std::vector<std::uint32_t> ascending(const std::vector<AfrocEntry>& entries) {
  std::vector<std::uint32_t> order(entries.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return entries[a].rating != entries[b].rating ? entries[a].rating < entries[b].rating : a < b;
  });
  return order;
}

// For each entry of `ours` the weight of `theirs` with a lower rating and half of that with the
// same.
std::vector<double> below(const std::vector<AfrocEntry>& ours,
                          const std::vector<AfrocEntry>& theirs) {
  const auto our_order = ascending(ours);
  const auto their_order = ascending(theirs);
  std::vector<double> out(ours.size());
  double lower = 0;
  std::size_t next = 0;
  for (std::size_t begin = 0; begin < our_order.size();) {
    const double rating = ours[our_order[begin]].rating;
    for (; next < their_order.size() && theirs[their_order[next]].rating < rating; ++next)
      lower += theirs[their_order[next]].weight;
    double equal = 0;
    std::size_t same = next;
    for (; same < their_order.size() && theirs[their_order[same]].rating == rating; ++same)
      equal += theirs[their_order[same]].weight;
    for (; begin < our_order.size() && ours[our_order[begin]].rating == rating; ++begin)
      out[our_order[begin]] = lower + equal / 2;
  }
  return out;
}

double win(const AfrocEntry& lesion, const AfrocEntry& other) {
  if (lesion.loses || lesion.rating < other.rating) return 0;
  return lesion.rating > other.rating ? 1 : 0.5;
}

}  // namespace

std::string_view name(AfrocKind kind) {
  switch (kind) {
    case AfrocKind::afroc:
      return "AFROC";
    case AfrocKind::wafroc:
      return "wAFROC";
    case AfrocKind::afroc1:
      return "AFROC1";
    case AfrocKind::wafroc1:
      return "wAFROC1";
    case AfrocKind::roc:
      return "highest-rating ROC";
    case AfrocKind::lroc:
      return "LROC";
  }
  return "";
}

std::vector<double> highest_false_marks(const FrocCases& cases) {
  std::vector<double> out(cases.scans, unmarked);
  for (std::size_t m = 0; m < cases.false_scan.size(); ++m)
    out[cases.false_scan[m]] = std::max(out[cases.false_scan[m]], cases.false_rating[m]);
  return out;
}

AfrocEntries afroc_entries(const FrocCases& cases, AfrocKind kind) {
  AfrocEntries out;
  const auto lesions = lesions_of_scans(cases);
  const auto highest_false = highest_false_marks(cases);
  for (std::uint32_t s = 0; s < cases.scans; ++s)
    if (lesions[s] == 0 || counts_falses_of_all(kind))
      out.falses.push_back({s, highest_false[s], 1, false});
  if (kind == AfrocKind::roc || kind == AfrocKind::lroc) {
    const auto highest_lesion = highest_lesions(cases);
    for (std::uint32_t s = 0; s < cases.scans; ++s) {
      if (lesions[s] == 0) continue;
      const bool misplaced = highest_lesion[s] == unmarked || highest_false[s] > highest_lesion[s];
      out.lesions.push_back({s, std::max(highest_lesion[s], highest_false[s]), 1,
                             kind == AfrocKind::lroc && misplaced});
    }
    return out;
  }
  out.by_scan = kind == AfrocKind::wafroc || kind == AfrocKind::wafroc1;
  out.lesions.reserve(cases.lesion_scan.size());
  for (std::size_t l = 0; l < cases.lesion_scan.size(); ++l) {
    const std::uint32_t scan = cases.lesion_scan[l];
    double weight = 1;
    if (out.by_scan)
      weight = cases.lesion_weight.empty() ? 1.0 / lesions[scan] : cases.lesion_weight[l];
    out.lesions.push_back({scan, cases.lesion_rating[l], weight, false});
  }
  std::stable_sort(out.lesions.begin(), out.lesions.end(),
                   [](const AfrocEntry& a, const AfrocEntry& b) { return a.scan < b.scan; });
  return out;
}

Afroc afroc(const FrocCases& cases, AfrocKind kind) {
  const AfrocEntries entries = afroc_entries(cases, kind);
  Afroc out;
  out.influence.assign(cases.scans, 0);
  out.jackknife.assign(cases.scans, stats::unknown);
  out.lesion_placement.assign(cases.scans, stats::unknown);
  out.false_placement.assign(cases.scans, stats::unknown);
  out.value = stats::unknown;
  const auto falses = static_cast<double>(entries.falses.size());
  double total = 0;  // of the lesions' weights
  for (const AfrocEntry& lesion : entries.lesions) total += lesion.weight;
  if (!(falses > 0 && total > 0)) return out;

  // What each scan wins with its lesions (in pairs), the weight that they have, and what its false
  // mark concedes.
  std::vector<double> won(cases.scans, 0);
  std::vector<double> weight(cases.scans, 0);
  std::vector<double> conceded(cases.scans, 0);
  std::vector<double> own(cases.scans, 0);  // pairs of a scan with itself
  std::vector<std::uint8_t> has_false(cases.scans, 0);
  const auto beaten = below(entries.lesions, entries.falses);
  for (std::size_t l = 0; l < entries.lesions.size(); ++l) {
    const AfrocEntry& lesion = entries.lesions[l];
    weight[lesion.scan] += lesion.weight;
    if (!lesion.loses) won[lesion.scan] += lesion.weight * beaten[l];
  }
  std::vector<AfrocEntry> winners;
  double winning = 0;
  for (const AfrocEntry& lesion : entries.lesions) {
    if (lesion.loses) continue;
    winners.push_back(lesion);
    winning += lesion.weight;
  }
  const auto lower = below(entries.falses, winners);
  std::vector<std::uint32_t> false_of(cases.scans, 0);
  for (std::size_t f = 0; f < entries.falses.size(); ++f) {
    const std::uint32_t scan = entries.falses[f].scan;
    has_false[scan] = 1;
    false_of[scan] = static_cast<std::uint32_t>(f);
    conceded[scan] = winning - lower[f];
  }
  for (const AfrocEntry& lesion : entries.lesions)
    if (has_false[lesion.scan] != 0)
      own[lesion.scan] += lesion.weight * win(lesion, entries.falses[false_of[lesion.scan]]);

  const double pairs = std::accumulate(won.begin(), won.end(), 0.0);
  out.value = pairs / (falses * total);
  for (std::size_t s = 0; s < cases.scans; ++s) {
    const double one = has_false[s] != 0 ? 1 : 0;
    if (weight[s] > 0) {
      out.lesion_placement[s] = won[s] / (falses * weight[s]);
      out.influence[s] += (won[s] / falses - out.value * weight[s]) / total;
    }
    if (one > 0) {
      out.false_placement[s] = conceded[s] / total;
      out.influence[s] += (out.false_placement[s] - out.value) / falses;
    }
    const double rest = (falses - one) * (total - weight[s]);
    if (rest > 0) out.jackknife[s] = (pairs - won[s] - conceded[s] + own[s]) / rest;
  }
  return out;
}

}  // namespace secondsite::metrics
