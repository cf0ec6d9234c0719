#pragma once
// Volumes that are no box (tilted, unevenly spaced, with gaps), put onto a regular grid on request
// and written as NIfTI with where each came from.

#include <string>
#include <vector>

#include "secondsite/cohort/index/build_index.h"
#include "secondsite/cohort/write_table.h"

namespace secondsite::cohort::index {

struct ResampleRequest {
  std::string folder;  // NIfTI files go to FOLDER/resampled
  bool repair_hounsfield = false;
  double slice_spacing_mm = 0;  // 0: each volume's own median distance, of those that are no box
  std::string program_version;
};

// For each CT, MR or PET volume of several slices that is tilted, uneven or has gaps (with a stated
// spacing also the regular ones): resampled/SERIES.nii.gz, and beside it SERIES.json with the
// source files and their hashes, the positions, what was undone, and how. What cannot be resampled
// (mixed orientations, repeated positions, slices that do not decode) has a row in the table with
// its reason, and is counted as "index.not-resampled"; gaps of more than twice the usual distance
// are bridged and counted as "index.gap-bridged". CT is filled with -1000 HU where no slice
// reaches, others with 0. The table: one row a volume.
core::Result<NamedTable> resample_volumes(const Index& index, const ResampleRequest& request,
                                          const core::Context& context, core::Findings& findings);

}  // namespace secondsite::cohort::index
