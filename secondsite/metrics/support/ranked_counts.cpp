#include "secondsite/metrics/support/ranked_counts.h"

namespace secondsite::metrics {

std::vector<ScoreGroup> descending_groups(const Cases& cases, const SortedScores& sorted) {
  std::vector<ScoreGroup> out;
  for (std::size_t k = sorted.size(); k-- > 0;) {
    if (out.empty() || out.back().score != sorted.score[k]) out.push_back({sorted.score[k], 0, 0});
    (cases.positive[sorted.order[k]] != 0 ? out.back().positives : out.back().negatives) += 1;
  }
  return out;
}

}  // namespace secondsite::metrics
