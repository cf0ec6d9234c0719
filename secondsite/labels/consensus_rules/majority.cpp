#include "secondsite/labels/support/votes.h"

namespace secondsite::labels::consensus_rules {

ConsensusRule majority() {
  return {.id = "majority",
          .title = "Majority",
          .question = "What did most readers say?",
          .definition =
              "The category that most of a unit's readers gave. Ties are counted and left "
              "without a label, or become what is stated. Soft label: the share of votes.",
          .reference = "",
          .apply = [](const stats::Ratings& ratings, const ConsensusOptions& options) {
            return count_votes("majority", ratings, std::vector<double>(ratings.readers, 1),
                               options);
          }};
}

}  // namespace secondsite::labels::consensus_rules
