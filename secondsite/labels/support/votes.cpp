#include "secondsite/labels/support/votes.h"

#include <cmath>

namespace secondsite::labels {

void label_by_posterior(const stats::Ratings& ratings, const ConsensusOptions& options,
                        Consensus& consensus) {
  const std::size_t q = consensus.categories;
  const auto units = stats::unit_counts(ratings);
  consensus.pattern_label.assign(ratings.patterns(), -1);
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    if (ratings.readings(p) == 0) {
      consensus.unread += static_cast<std::uint64_t>(units[p]);
      continue;
    }
    const double* posterior = consensus.pattern_posterior.data() + p * q;
    std::size_t best = 0;
    for (std::size_t k = 1; k < q; ++k)
      if (posterior[k] > posterior[best]) best = k;
    bool tie = false;
    for (std::size_t k = 0; k < q; ++k)
      tie = tie || (k != best && std::abs(posterior[k] - posterior[best]) < 1e-9);
    if (tie) consensus.ties += static_cast<std::uint64_t>(units[p]);
    consensus.pattern_label[p] = tie ? options.tie : static_cast<std::int32_t>(best);
  }
}

core::Result<Consensus> count_votes(std::string rule, const stats::Ratings& ratings,
                                    const std::vector<double>& reader_weight,
                                    const ConsensusOptions& options) {
  if (ratings.reader.empty())
    return core::Error("consensus.no-readings", "nobody read anything", {}, "");
  const std::size_t q = ratings.categories();
  Consensus out;
  out.rule = std::move(rule);
  out.categories = q;
  out.pattern_posterior.assign(ratings.patterns() * q, 0);
  out.prevalence.assign(q, 0);
  out.readers.resize(ratings.readers);
  const auto units = stats::unit_counts(ratings);
  double read = 0;
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    double* share = out.pattern_posterior.data() + p * q;
    double sum = 0;
    for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k) {
      share[ratings.code[k]] += reader_weight[ratings.reader[k]];
      sum += reader_weight[ratings.reader[k]];
      out.readers[ratings.reader[k]].readings += units[p];
    }
    if (sum <= 0) continue;
    read += units[p];
    for (std::size_t k = 0; k < q; ++k) {
      share[k] /= sum;
      out.prevalence[k] += units[p] * share[k];
    }
  }
  for (double& share : out.prevalence) share /= read;
  for (std::size_t r = 0; r < out.readers.size(); ++r) out.readers[r].weight = reader_weight[r];
  label_by_posterior(ratings, options, out);
  return out;
}

}  // namespace secondsite::labels
