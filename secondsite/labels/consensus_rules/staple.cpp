#include <algorithm>
#include <cmath>
#include <numeric>

#include "secondsite/labels/support/latent_classes.h"
#include "secondsite/labels/support/votes.h"

namespace secondsite::labels::consensus_rules {
namespace {

core::Result<Consensus> apply_staple(const stats::Ratings& ratings,
                                     const ConsensusOptions& options) {
  if (ratings.reader.empty())
    return core::Error("consensus.no-readings", "nobody read anything", {}, "");
  const std::size_t q = ratings.categories();
  const auto units = stats::unit_counts(ratings);
  std::vector<double> prior = options.prior;
  if (prior.empty()) {
    prior.assign(q, 0);
    double readings = 0;
    for (std::size_t p = 0; p < ratings.patterns(); ++p)
      for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k) {
        prior[ratings.code[k]] += units[p];
        readings += units[p];
      }
    for (double& share : prior) share /= readings;
  }
  const bool are_shares = std::all_of(prior.begin(), prior.end(),
                                      [](double share) { return share >= 0 && share <= 1; });
  if (prior.size() != q || !are_shares ||
      std::abs(std::accumulate(prior.begin(), prior.end(), 0.0) - 1) > 1e-6)
    return core::Error("consensus.bad-prior",
                       "the prior must be one share for each of the " + std::to_string(q) +
                           " categories, with sum 1",
                       {}, "");
  Consensus out =
      fit_latent_classes(ratings, units, {nearly_perfect(ratings.readers, q, 0.99999), prior},
                         {.estimate_prevalence = false,
                          .tolerance = options.tolerance,
                          .most_rounds = options.most_rounds});
  out.rule = "staple";
  label_by_posterior(ratings, options, out);
  return out;
}

}  // namespace

ConsensusRule staple() {
  return {.id = "staple",
          .title = "STAPLE",
          .question = "What is most probably true, and how good is each reader, at a fixed prior?",
          .definition =
              "Latent classes by EM from readers who are nearly perfect (0.99999); the prior stays "
              "at the mean share of each category among all readings, or as stated. Two categories "
              "or more.",
          .reference = "Warfield, Zou & Wells 2004, doi:10.1109/TMI.2004.828354",
          .apply = apply_staple};
}

}  // namespace secondsite::labels::consensus_rules
