// Areas of pairs under many weights at once: one walk up the ratings, 32 replicates side by side.

#include <algorithm>

#include "secondsite/core/parallel.h"
#include "secondsite/metrics/support/bootstrap_lanes.h"
#include "secondsite/metrics/support/mark_metrics.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {
namespace {

// Lesions and false marks in one order. Within a rating by unit and weight, so that the sums, which
// are not of whole numbers, do not depend on the order of rows.
struct AfrocEvent {
  double rating = 0;
  bool is_lesion = false;
  std::uint32_t unit = 0;
  double weight = 0;
};

std::vector<AfrocEvent> afroc_events(const FrocCases& cases, const AfrocEntries& entries,
                                     std::vector<AfrocEvent>& losers) {
  std::vector<AfrocEvent> out;
  const auto unit = [&](std::uint32_t scan) {
    return cases.is_clustered() ? cases.patient[scan] : scan;
  };
  for (const AfrocEntry& entry : entries.falses)
    out.push_back({entry.rating, false, unit(entry.scan), entry.weight});
  for (const AfrocEntry& entry : entries.lesions)
    (entry.loses ? losers : out).push_back({entry.rating, true, unit(entry.scan), entry.weight});
  const auto order = [&](const AfrocEvent& a, const AfrocEvent& b) {
    if (a.rating != b.rating) return a.rating < b.rating;
    if (a.is_lesion != b.is_lesion) return b.is_lesion;
    const std::uint64_t key_a = cases.patient_key.empty() ? a.unit : cases.patient_key[a.unit];
    const std::uint64_t key_b = cases.patient_key.empty() ? b.unit : cases.patient_key[b.unit];
    return key_a != key_b ? key_a < key_b : a.weight < b.weight;
  };
  std::sort(out.begin(), out.end(), order);
  std::sort(losers.begin(), losers.end(), order);
  return out;
}

}  // namespace

std::vector<double> afroc_replicates(const FrocCases& cases, AfrocKind kind,
                                     const PatientWeights& weights, unsigned threads) {
  const AfrocEntries entries = afroc_entries(cases, kind);
  std::vector<AfrocEvent> losers;
  const std::vector<AfrocEvent> events = afroc_events(cases, entries, losers);
  std::vector<double> out(weights.replicates(), stats::unknown);
  core::parallel_for(weights.blocks(), threads, [&](std::size_t b) {
    const std::uint8_t* block = weights.block(static_cast<unsigned>(b));
    lanes::Reals lower = {};  // weight of the false marks below
    lanes::Reals lesions = {};
    lanes::Reals won = {};
    for (std::size_t begin = 0; begin < events.size();) {
      std::size_t end = begin;
      lanes::Reals equal = {};
      for (; end < events.size() && events[end].rating == events[begin].rating; ++end) {
        const AfrocEvent& event = events[end];
        const std::uint8_t* row = block + std::size_t{event.unit} * lanes::count;
        for (unsigned lane = 0; lane < lanes::count; ++lane) {
          const double w = event.weight * row[lane];
          if (event.is_lesion) {
            lesions[lane] += w;
            won[lane] += w * (lower[lane] + equal[lane] / 2);
          } else {
            equal[lane] += w;
          }
        }
      }
      for (unsigned lane = 0; lane < lanes::count; ++lane) lower[lane] += equal[lane];
      begin = end;
    }
    for (const AfrocEvent& event : losers) {
      const std::uint8_t* row = block + std::size_t{event.unit} * lanes::count;
      for (unsigned lane = 0; lane < lanes::count; ++lane)
        lesions[lane] += event.weight * row[lane];
    }
    for (std::size_t r = b * lanes::count; r < std::min(out.size(), (b + 1) * lanes::count); ++r) {
      const double pairs = lower[r % lanes::count] * lesions[r % lanes::count];
      if (pairs > 0) out[r] = won[r % lanes::count] / pairs;
    }
  });
  return out;
}

}  // namespace secondsite::metrics
