#pragma once
// `readers agreement --masks` and `readers consensus --masks`: contours of readers as files.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "readers_parts.h"
#include "secondsite/readers/mask_agreement.h"
#include "secondsite/readers/mask_consensus.h"

namespace secondsite::cli {

struct ReaderMasks {
  std::vector<std::string> sources;  // FOLDER, FILE or NAME=either
  bool resample = false;

  bool given() const { return !sources.empty(); }
};
void add_reader_masks(CLI::App& app, ReaderMasks& masks);

// TABLE, where one is named, says whose the cases are: --case and --patient.
Exit run_mask_agreement(Session& session, const ReaderMasks& masks, const ReadsOptions& options,
                        readers::MaskAgreementRequest request);
// With --out: masks/CASE.nii.gz and masks/CASE-probability.nii.gz.
Exit run_mask_consensus(Session& session, const ReaderMasks& masks, const ReadsOptions& options,
                        readers::MaskConsensusRequest request);

}  // namespace secondsite::cli
