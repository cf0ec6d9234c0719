#include <numeric>

#include "secondsite/stats/agreement/support/tally.h"

namespace secondsite::stats::agreement {

AgreementCoefficient brennan_prediger() {
  return {.id = "brennan_prediger",
          .title = "Brennan-Prediger coefficient (PABAK)",
          .question = "What would kappa be, were every category equally frequent?",
          .definition =
              "(pa − pe)/(1 − pe) with pe the mean credit over all q² pairs of categories: 1/q "
              "without weights. For two categories it is the prevalence- and bias-adjusted kappa, "
              "2 pa − 1. q counts the declared categories.",
          .reference =
              "Brennan & Prediger 1981, doi:10.1177/001316448104100307; Byrt, Bishop & "
              "Carlin 1993, doi:10.1016/0895-4356(93)90018-V",
          .is_weighted = true,
          .compute = [](const Ratings& ratings, std::span<const double> weight,
                        const AgreementOptions& options, bool with_errors) -> Agreement {
            const Tally counts = tally(ratings, weight, options.weights);
            if (auto none = nothing_to_compare(counts)) return *none;
            const auto q = static_cast<double>(ratings.categories());
            const double chance =
                std::accumulate(counts.credit.begin(), counts.credit.end(), 0.0) / (q * q);
            return beyond_chance(
                ratings, counts, chance,
                with_errors ? std::vector<double>(ratings.patterns(), 0) : std::vector<double>());
          }};
}

}  // namespace secondsite::stats::agreement
