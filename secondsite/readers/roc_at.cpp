#include "secondsite/readers/roc_at.h"

#include <algorithm>
#include <cmath>

namespace secondsite::readers {

RocAt::RocAt(std::span<const double> score, std::span<const std::uint8_t> positive,
             std::span<const std::uint32_t> unit) {
  for (std::size_t i = 0; i < score.size(); ++i)
    entries_.push_back({score[i], unit[i], positive[i] != 0});
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.score != b.score ? a.score > b.score : a.unit < b.unit;
  });
}

double RocAt::sensitivity_at(double specificity, std::span<const double> weight) const {
  const auto weight_of = [&](const Entry& e) { return weight.empty() ? 1 : weight[e.unit]; };
  double positives = 0;
  double negatives = 0;
  for (const Entry& e : entries_) (e.positive ? positives : negatives) += weight_of(e);
  if (positives == 0 || negatives == 0 || std::isnan(specificity)) return std::nan("");
  const double wanted = (1 - specificity) * negatives;
  double tp = 0;
  double fp = 0;
  for (std::size_t i = 0; i < entries_.size();) {
    double more_tp = 0;
    double more_fp = 0;
    const double score = entries_[i].score;
    for (; i < entries_.size() && entries_[i].score == score; ++i)
      (entries_[i].positive ? more_tp : more_fp) += weight_of(entries_[i]);
    if (fp + more_fp > wanted) return (tp + more_tp * (wanted - fp) / more_fp) / positives;
    tp += more_tp;
    fp += more_fp;
  }
  return 1;
}

}  // namespace secondsite::readers
