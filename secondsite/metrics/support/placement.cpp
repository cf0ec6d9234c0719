#include "secondsite/metrics/support/placement.h"

#include "secondsite/metrics/support/score_order.h"

namespace secondsite::metrics {

Placements placements(const Cases& cases, const SortedScores& sorted) {
  Placements out;
  out.per_case.assign(cases.size(), 0);
  for (const std::uint8_t p : cases.positive) out.n_positive += p;
  out.n_negative = cases.size() - out.n_positive;
  if (out.n_positive == 0 || out.n_negative == 0) return out;

  const double per_positive = 0.5 / static_cast<double>(out.n_negative);
  const double per_negative = 0.5 / static_cast<double>(out.n_positive);
  std::uint64_t negatives_below = 0;
  std::uint64_t positives_below = 0;
  std::uint64_t twice_wins = 0;  // 2 × the Mann–Whitney U, exact
  std::size_t begin = 0;
  while (begin < sorted.size()) {
    const std::size_t end = sorted.tie_end(begin);
    std::uint64_t positives = 0;
    for (std::size_t k = begin; k < end; ++k) positives += cases.positive[sorted.order[k]];
    const std::uint64_t negatives = (end - begin) - positives;
    const std::uint64_t twice_lower = 2 * negatives_below + negatives;
    const std::uint64_t twice_higher =
        2 * (out.n_positive - positives_below - positives) + positives;
    const double of_positive = static_cast<double>(twice_lower) * per_positive;
    const double of_negative = static_cast<double>(twice_higher) * per_negative;
    for (std::size_t k = begin; k < end; ++k) {
      const std::uint32_t i = sorted.order[k];
      out.per_case[i] = cases.positive[i] != 0 ? of_positive : of_negative;
    }
    twice_wins += positives * twice_lower;
    negatives_below += negatives;
    positives_below += positives;
    begin = end;
  }
  out.auc = static_cast<double>(twice_wins) /
            (2.0 * static_cast<double>(out.n_positive) * static_cast<double>(out.n_negative));
  return out;
}

Placements placements(const Cases& cases, unsigned threads) {
  return placements(cases, Ordered(cases, threads));
}

Influence auroc_influence(const Placements& placed, std::span<const std::uint8_t> positive) {
  Influence out;
  out.value = placed.auc;
  out.by_class = true;
  out.per_case.resize(positive.size());
  const auto m = static_cast<double>(placed.n_positive);
  const auto n = static_cast<double>(placed.n_negative);
  for (std::size_t i = 0; i < positive.size(); ++i)
    out.per_case[i] = (placed.per_case[i] - placed.auc) / (positive[i] != 0 ? m : n);
  return out;
}

}  // namespace secondsite::metrics
