#include <cmath>

#include "secondsite/labels/support/votes.h"

namespace secondsite::labels::consensus_rules {
namespace {

// The share of a reader's readings, met with those of another on the same unit, that agree.
std::vector<double> agreement_with_others(const stats::Ratings& ratings) {
  std::vector<double> same(ratings.readers, 0);
  std::vector<double> met(ratings.readers, 0);
  const auto units = stats::unit_counts(ratings);
  for (std::size_t p = 0; p < ratings.patterns(); ++p)
    for (std::uint32_t a = ratings.start[p]; a < ratings.start[p + 1]; ++a)
      for (std::uint32_t b = ratings.start[p]; b < ratings.start[p + 1]; ++b) {
        if (a == b) continue;
        met[ratings.reader[a]] += units[p];
        if (ratings.code[a] == ratings.code[b]) same[ratings.reader[a]] += units[p];
      }
  for (std::size_t r = 0; r < same.size(); ++r) same[r] = met[r] > 0 ? same[r] / met[r] : 1;
  return same;
}

core::Result<Consensus> apply_weighted_majority(const stats::Ratings& ratings,
                                                const ConsensusOptions& options) {
  if (options.reader_weight.empty())
    return count_votes("weighted_majority", ratings, agreement_with_others(ratings), options);
  bool fits = options.reader_weight.size() == ratings.readers;
  for (const double weight : options.reader_weight)
    fits = fits && weight >= 0 && std::isfinite(weight);
  if (!fits)
    return core::Error("consensus.bad-weights",
                       "the weights must be one number of 0 or more for each of the " +
                           std::to_string(ratings.readers) + " readers",
                       {}, "");
  return count_votes("weighted_majority", ratings, options.reader_weight, options);
}

}  // namespace

ConsensusRule weighted_majority() {
  return {.id = "weighted_majority",
          .title = "Weighted majority",
          .question = "What did the weightier part of the readers say?",
          .definition =
              "The category with the largest sum of its readers' weights: as stated, else each "
              "reader's observed agreement with the others. Soft label: the share of the weights.",
          .reference = "",
          .apply = apply_weighted_majority};
}

}  // namespace secondsite::labels::consensus_rules
