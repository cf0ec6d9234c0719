#include "secondsite/stats/agreement/support/conger.h"

namespace secondsite::stats::agreement {

AgreementCoefficient conger_kappa() {
  return {.id = "conger_kappa",
          .title = "Conger's kappa (exact Fleiss)",
          .question = "How much do these very readers agree beyond chance?",
          .definition =
              "(pa − pe)/(1 − pe), pe the mean over pairs of readers of the agreement that their "
              "own frequencies give by chance. Readings may be missing. With two readers it is "
              "Cohen's kappa.",
          .reference = "Conger 1980, doi:10.1037/0033-2909.88.2.322",
          .is_weighted = true,
          .compute = [](const Ratings& ratings, std::span<const double> weight,
                        const AgreementOptions& options, bool with_errors) {
            return conger(ratings, weight, options.weights, with_errors);
          }};
}

}  // namespace secondsite::stats::agreement
