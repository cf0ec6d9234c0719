#include <numeric>

#include "secondsite/stats/agreement/support/tally.h"

namespace secondsite::stats::agreement {

AgreementCoefficient gwet_ac() {
  return {
      .id = "gwet_ac",
      .title = "Gwet's AC1 (AC2 with weights)",
      .question = "How much do readers agree beyond chance, when one category is rare?",
      .definition =
          "(pa − pe)/(1 − pe), pe = T/(q(q − 1)) Σ π(1 − π), π the mean share of a category and "
          "T the sum of the weights (q without weights). Readings may be missing. q counts the "
          "declared categories.",
      .reference = "Gwet 2008, doi:10.1348/000711006X126600",
      .is_weighted = true,
      .compute = [](const Ratings& ratings, std::span<const double> weight,
                    const AgreementOptions& options, bool with_errors) -> Agreement {
        const Tally counts = tally(ratings, weight, options.weights);
        if (auto none = nothing_to_compare(counts)) return *none;
        const auto q = static_cast<double>(ratings.categories());
        if (q < 2)
          return absent(counts.units, "agreement.no-variation",
                        "only one category occurs and no other is declared");
        const double factor =
            std::accumulate(counts.credit.begin(), counts.credit.end(), 0.0) / (q * (q - 1));
        double chance = 0;
        std::vector<double> rarity;
        for (const double share : counts.prevalence) {
          chance += factor * share * (1 - share);
          rarity.push_back(factor * (1 - share));
        }
        // The derivative of Σ π(1 − π) is Σ (1 − 2π) dπ; constants drop out as Σ dπ = 0.
        std::vector<double> influence(with_errors ? ratings.patterns() : 0, 0);
        for (std::size_t p = 0; p < influence.size(); ++p)
          if (ratings.readings(p) > 0) influence[p] = 2 * (mean_of(ratings, p, rarity) - chance);
        return beyond_chance(ratings, counts, chance, influence);
      }};
}

}  // namespace secondsite::stats::agreement
