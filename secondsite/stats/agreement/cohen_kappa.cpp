#include "secondsite/stats/agreement/support/conger.h"

namespace secondsite::stats::agreement {

AgreementCoefficient cohen_kappa() {
  return {
      .id = "cohen_kappa",
      .title = "Cohen's kappa",
      .question = "How much do two readers agree beyond chance?",
      .definition =
          "(pa − pe)/(1 − pe), pe from the two readers' own frequencies, on the units that both "
          "read; weighted where weights are asked. The variance is that of Fleiss, Cohen & "
          "Everitt 1969 times n/(n − 1).",
      .reference =
          "Cohen 1960, doi:10.1177/001316446002000104; weights: Cohen 1968, "
          "doi:10.1037/h0026256; variance: Fleiss, Cohen & Everitt 1969, "
          "doi:10.1037/h0028106",
      .two_readers = true,
      .is_weighted = true,
      .compute = [](const Ratings& ratings, std::span<const double> weight,
                    const AgreementOptions& options, bool with_errors) {
        return conger(ratings, weight, options.weights, with_errors);
      }};
}

}  // namespace secondsite::stats::agreement
