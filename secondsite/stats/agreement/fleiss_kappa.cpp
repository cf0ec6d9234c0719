#include "secondsite/stats/agreement/support/fleiss.h"
#include "secondsite/stats/agreement/support/tally.h"

namespace secondsite::stats::agreement {

AgreementCoefficient fleiss_kappa() {
  return {
      .id = "fleiss_kappa",
      .title = "Fleiss' kappa",
      .question = "How much do readers, taken as interchangeable, agree beyond chance?",
      .definition =
          "(pa − pe)/(1 − pe), pe = Σ w π π over pairs of categories, π the mean share of a "
          "category. Readings may be missing. With two readers it is Scott's pi.",
      .reference = "Fleiss 1971, doi:10.1037/h0031619; missing readings and variance: Gwet 2014",
      .is_weighted = true,
      .compute = [](const Ratings& ratings, std::span<const double> weight,
                    const AgreementOptions& options, bool with_errors) -> Agreement {
        const Tally counts = tally(ratings, weight, options.weights);
        if (auto none = nothing_to_compare(counts)) return *none;
        const std::size_t q = ratings.categories();
        std::vector<double> met(q, 0);  // credit of a category against a random reading
        double chance = 0;
        for (std::size_t k = 0; k < q; ++k) {
          for (std::size_t l = 0; l < q; ++l)
            met[k] += counts.credit[k * q + l] * counts.prevalence[l];
          chance += counts.prevalence[k] * met[k];
        }
        std::vector<double> influence(with_errors ? ratings.patterns() : 0, 0);
        for (std::size_t p = 0; p < influence.size(); ++p)
          if (ratings.readings(p) > 0) influence[p] = 2 * (mean_of(ratings, p, met) - chance);
        Agreement out = beyond_chance(ratings, counts, chance, influence);
        if (with_errors && out.absent_code.empty() && options.weights == AgreementWeights::identity)
          out.test = fleiss_test(ratings, out.value);
        return out;
      }};
}

}  // namespace secondsite::stats::agreement
