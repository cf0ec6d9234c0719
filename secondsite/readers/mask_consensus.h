#pragma once
// One mask of several readers' contours, case by case, and how each reader stands to it.

#include <functional>
#include <string>
#include <vector>

#include "secondsite/readers/mask_reads.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::readers {

struct MaskConsensusRequest {
  std::string rule = "staple";  // or "majority"
  bool probabilities = false;   // the files are probability maps of one structure
  bool resample = false;
  // staple, one structure: strength of the spatial prior (labels::StapleOptions); 0: none.
  double spatial_strength = 0;
  double prior = -1;  // staple, one structure; < 0: from the masks
  double level = 0.95;
};

// One reader on one case.
struct MaskReaderScore {
  std::uint32_t reader = 0;
  double sensitivity = stats::unknown;  // staple: as the model estimates them, of one structure
  double specificity = stats::unknown;
  double dice = stats::unknown;           // with the consensus: mean over its labels
  double dice_left_out = stats::unknown;  // with the consensus of the others
};

struct CaseConsensus {
  std::string one_case;
  Mask label;
  image::Volume<float> probability;  // of the structure; of the label where there are several
  std::vector<std::int32_t> labels;  // that occur in the readers' masks
  std::vector<MaskReaderScore> readers;
  std::uint64_t voxels = 0;  // of the consensus
  std::uint64_t ties = 0;    // voxels: majority only; they stay outside
  unsigned rounds = 0;
  bool converged = true;
};

struct MaskConsensusResult {
  // Means over cases, one a reader: sensitivity and specificity (staple of one structure), Dice
  // with the consensus and with that of the others.
  struct Reader {
    stats::Estimate sensitivity;
    stats::Estimate specificity;
    stats::Estimate dice;
    stats::Estimate dice_left_out;
  };
  std::vector<Reader> readers;
  struct Case {
    std::string name;
    std::uint64_t readers = 0;
    std::uint64_t labels = 0;
    std::uint64_t voxels = 0;
    std::uint64_t ties = 0;
  };
  std::vector<Case> cases;
  core::Findings odd;
};

// Hands each case's consensus to `take`, which may write it. Masks with one value besides 0 are one
// structure; with several, the multi-label STAPLE or the most votes. A voxel where as many say one
// thing as another is a tie and becomes 0. Errors: an unknown rule, options that do not fit the
// rule, no case with two readable masks, what `take` returns.
core::Result<MaskConsensusResult> make_mask_consensus(
    const MaskReads& reads, const MaskConsensusRequest& request, const core::Context& context,
    const std::function<core::Status(const CaseConsensus&)>& take);

}  // namespace secondsite::readers
