#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code consensus_codes[] = {
    {"consensus.no-readings", "There is no reading to make a consensus of.",
     "Check the columns: every cell was blank."},
    {"consensus.bad-weights", "The weights of the readers do not fit the readers.",
     "State one weight for each reader, in the order in which the readers are listed."},
    {"consensus.bad-prior", "The prior does not fit the categories.",
     "State one share a category; they add up to 1."},
    {"consensus.tie", "As many readers (by weight) said one thing as another.",
     "The case has no label and leaves the evaluation, unless --tie says what ties become. "
     "Adjudicate "
     "it first: secondsite readers adjudicate."},
    {"consensus.two-readers",
     "Two readers of a finding with two categories do not identify their error rates: several "
     "answers fit the reads equally well.",
     "Have a third reader read, or state the error rates from an audit."},
    {"consensus.not-converged", "The EM iteration had not come to rest after the allowed rounds.",
     "The labels may still be right; error rates near 0 or 1 move slowly. Compare with the "
     "majority."},
    {"consensus.flipped",
     "A reader is held to be wrong more often than right. The solution may have its categories "
     "exchanged.",
     "Check that reader's coding (1 and 0 the wrong way round?) and compare with the majority."},
    {"consensus.uneven-masks", "The masks of the readers do not have the same number of voxels.",
     "Resample them to one grid first; STAPLE compares voxel with voxel."},
    {"consensus.not-a-probability", "A probability map holds values outside 0 to 1, or no numbers.",
     "Hand over probabilities; logits and percentages have to be converted first."},
    {"consensus.too-many-readers", "More readers than the voxel-wise STAPLE takes.",
     "Give at most 16 masks of one structure."},
};
}  // namespace

CodeGroup consensus() {
  return {"consensus", consensus_codes};
}

}  // namespace secondsite::core::codes
