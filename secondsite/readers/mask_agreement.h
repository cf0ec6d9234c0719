#pragma once
// How well do the contours of readers agree? Overlap and distances of every pair on every case, and
// lesions: which components of which readers are one.

#include <string>
#include <vector>

#include "secondsite/metrics/support/mask_measures.h"
#include "secondsite/readers/lesion_link.h"
#include "secondsite/readers/mask_reads.h"

namespace secondsite::readers {

struct MaskAgreementRequest {
  std::vector<std::string> measures{"dice", "nsd", "hd95_mm", "assd_mm"};  // of mask_measures()
  // Distances to an empty mask are left out: a reader who outlines nothing is no distance away.
  metrics::MaskOptions options{.worst_where_empty = false};
  bool resample = false;
  bool one_to_one = false;  // of lesions: see LinkRule
  double level = 0.95;
};

// One label of one case in the masks of two readers.
struct MaskPair {
  std::uint32_t one_case = 0;
  std::uint32_t first = 0;  // readers
  std::uint32_t second = 0;
  std::int32_t label = 0;
  std::vector<double> value;  // one a measure; NaN: undefined
};

// A measure averaged over cases: of one pair of readers, or of all pairs (first == second).
struct MaskPairMean {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  std::int32_t label = 0;
  std::vector<stats::Estimate> mean;  // one a measure
};

struct MaskAgreementResult {
  std::vector<std::string> measures;
  std::vector<MaskPair> pairs;  // by case, pair, label
  std::vector<MaskPairMean> means;
  // Lesions: connected voxels of one label. Two readers' are of one lesion where they share a
  // voxel; a lesion is a connected group. One entry a case and label.
  std::vector<LinkedSeries> lesions;
  std::vector<std::int32_t> lesion_label;  // of each entry
  std::string lesion_rule;
  std::uint64_t cases = 0;  // with two readable masks
  core::Findings odd;
};

// Cases go one after the other, each on all threads. A label that neither reader has gives nothing
// for that pair. Means and intervals: Student's t over patients, clustered_mean(). Errors: an
// unknown measure, no case with two readable masks.
core::Result<MaskAgreementResult> measure_mask_agreement(const MaskReads& reads,
                                                         const MaskAgreementRequest& request,
                                                         const core::Context& context);

// The components of one label in the masks of one case, linked over readers.
LinkedSeries link_components(const CaseMasks& masks, std::size_t readers, std::int32_t label,
                             image::Connectivity connectivity, bool one_to_one, unsigned threads);

}  // namespace secondsite::readers
