#include "secondsite/stats/agreement/support/tally.h"

namespace secondsite::stats::agreement {

AgreementCoefficient percent_agreement() {
  return {.id = "percent_agreement",
          .title = "Observed agreement",
          .question = "How often do two readers of a unit say the same?",
          .definition =
              "Mean over units of the share of agreeing pairs of readings, with credit for "
              "unequal categories by the weights. Units with one reading do not count.",
          .reference = "Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition",
          .is_weighted = true,
          .compute = [](const Ratings& ratings, std::span<const double> weight,
                        const AgreementOptions& options, bool with_errors) -> Agreement {
            const Tally counts = tally(ratings, weight, options.weights);
            if (auto none = nothing_to_compare(counts)) return *none;
            Agreement out = beyond_chance(
                ratings, counts, 0,
                with_errors ? std::vector<double>(ratings.patterns(), 0) : std::vector<double>());
            out.n = counts.paired_units;
            return out;
          }};
}

}  // namespace secondsite::stats::agreement
