#pragma once
// Labels from weighted votes.

#include "secondsite/labels/consensus.h"

namespace secondsite::labels {

// The category with the largest sum of its readers' weights; equal sums are a tie. Soft labels are
// the shares of the weights.
core::Result<Consensus> count_votes(std::string rule, const stats::Ratings& ratings,
                                    const std::vector<double>& reader_weight,
                                    const ConsensusOptions& options);

// Sets labels from posteriors (the most probable category; within 1e-9: a tie), and counts ties and
// units that nobody read.
void label_by_posterior(const stats::Ratings& ratings, const ConsensusOptions& options,
                        Consensus& consensus);

}  // namespace secondsite::labels
