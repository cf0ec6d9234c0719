#include "secondsite/metrics/support/ranked_counts.h"

#include "secondsite/core/parallel.h"

namespace secondsite::metrics {

std::vector<ScoreGroup> descending_groups(const Cases& cases, const SortedScores& sorted) {
  std::vector<ScoreGroup> out;
  for (std::size_t k = sorted.size(); k-- > 0;) {
    if (out.empty() || out.back().score != sorted.score[k]) out.push_back({sorted.score[k], 0, 0});
    (cases.positive[sorted.order[k]] != 0 ? out.back().positives : out.back().negatives) += 1;
  }
  return out;
}

std::vector<double> group_replicates(
    const Cases& cases, const SortedScores& sorted, const PatientWeights& weights, unsigned threads,
    const std::function<double(const std::vector<ScoreGroup>&)>& statistic) {
  const std::vector<ScoreGroup> empty = [&] {
    auto groups = descending_groups(cases, sorted);
    for (ScoreGroup& group : groups) group.positives = group.negatives = 0;
    return groups;
  }();
  std::vector<double> out(weights.replicates());
  core::parallel_for(out.size(), threads, [&](std::size_t r) {
    std::vector<ScoreGroup> groups = empty;
    std::size_t g = groups.size();
    for (std::size_t k = 0; k < sorted.size(); ++k) {
      if (k == 0 || sorted.score[k] != sorted.score[k - 1]) --g;
      const std::uint32_t i = sorted.order[k];
      const double w = weights.weight(unit_of_case(cases, i), static_cast<unsigned>(r));
      (cases.positive[i] != 0 ? groups[g].positives : groups[g].negatives) += w;
    }
    out[r] = statistic(groups);
  });
  return out;
}

}  // namespace secondsite::metrics
