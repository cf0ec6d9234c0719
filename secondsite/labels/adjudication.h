#pragma once
// Which cases should be read again first, and what would it buy?

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/labels/consensus.h"
#include "secondsite/stats/agreement_coefficient.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::labels {

struct AdjudicationOptions {
  // P(the adjudicated label is wrong): 0 trusts the adjudication fully.
  double adjudicator_error = 0;
  std::vector<double> shares{0.01, 0.02, 0.05,
                             0.1,  0.2,  0.5};  // of the labelled cases; outside 0 to 1: ignored
  double level = 0.95;
};

struct AdjudicationCase {
  std::size_t unit = 0;
  std::int32_t label = -1;    // of the consensus; −1: a tie
  double probably_wrong = 0;  // 1 − the probability of the label
  double expected_gain = 0;   // wrong labels that reading it again is expected to remove
};

struct AdjudicationStep {
  std::uint64_t cases = 0;      // adjudicated
  stats::Estimate still_wrong;  // expected share of wrong labels afterwards
  std::uint64_t removed = 0;    // wrong labels expected to be gone, rounded
};

struct AdjudicationPlan {
  std::vector<AdjudicationCase> order;  // most worth first; equal ones by unit
  std::vector<AdjudicationStep> steps;  // first: none adjudicated
};

// Cases by falling probability that their label is wrong, from the soft labels of the consensus
// (a rule that estimates the readers' error rates; the shares of a majority vote are no
// probabilities and serve to rank only). A tie counts as wrong by 1 − its best category. Intervals:
// over cases (patients), the soft labels taken as right.
AdjudicationPlan plan_adjudication(const Consensus& consensus, const stats::Ratings& ratings,
                                   stats::Clusters clusters, const AdjudicationOptions& options);

}  // namespace secondsite::labels
