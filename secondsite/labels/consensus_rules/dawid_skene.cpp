#include "secondsite/labels/support/latent_classes.h"
#include "secondsite/labels/support/votes.h"

namespace secondsite::labels::consensus_rules {
namespace {

core::Result<Consensus> apply_dawid_skene(const stats::Ratings& ratings,
                                          const ConsensusOptions& options) {
  const std::vector<double> equal(ratings.readers, 1);
  auto votes = count_votes("dawid_skene", ratings, equal, options);
  if (!votes) return std::move(votes).error();
  // The first chances are what the shares of votes make most likely: one round of EM from them.
  const std::size_t q = ratings.categories();
  const auto units = stats::unit_counts(ratings);
  LatentStart start{std::vector<double>(std::size_t{ratings.readers} * q * q, 0),
                    votes->prevalence};
  for (std::size_t p = 0; p < ratings.patterns(); ++p)
    for (std::size_t t = 0; t < q; ++t)
      for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k)
        start.confusion[(ratings.reader[k] * q + t) * q + ratings.code[k]] +=
            units[p] * votes->pattern_posterior[p * q + t];
  for (std::size_t row = 0; row < start.confusion.size() / q; ++row) {
    double sum = 0;
    for (std::size_t s = 0; s < q; ++s) sum += start.confusion[row * q + s];
    for (std::size_t s = 0; s < q; ++s)
      start.confusion[row * q + s] =
          sum > 0 ? start.confusion[row * q + s] / sum : 1 / static_cast<double>(q);
  }
  Consensus out = fit_latent_classes(
      ratings, units, start, {.tolerance = options.tolerance, .most_rounds = options.most_rounds});
  out.rule = "dawid_skene";
  label_by_posterior(ratings, options, out);
  return out;
}

}  // namespace

ConsensusRule dawid_skene() {
  return {.id = "dawid_skene",
          .title = "Dawid-Skene",
          .question = "What is most probably true, given how often each reader errs?",
          .definition =
              "Latent classes by EM from the majority: prevalence and each reader's confusion are "
              "estimated, readers independent given the truth. Missing readings are left out. With "
              "two categories, two readers do not identify the model.",
          .reference = "Dawid & Skene 1979, doi:10.2307/2346806",
          .apply = apply_dawid_skene};
}

}  // namespace secondsite::labels::consensus_rules
