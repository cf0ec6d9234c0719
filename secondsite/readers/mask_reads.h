#pragma once
// Contours of several readers as mask files: who outlined which case, and the masks of one case on
// one grid.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"
#include "secondsite/image/volume.h"

namespace secondsite::readers {

using Mask = image::Volume<std::int32_t>;

struct MaskReads {
  std::vector<std::string> readers;
  std::vector<std::map<std::string, std::string>> file;  // of each reader, by case
  std::vector<std::string> cases;                        // that two readers or more have
  // Index into `patients` of each case; a case without a known patient is its own.
  std::vector<std::uint32_t> patient;
  std::vector<std::string> patients;
};

// `sources`: a reader's name, and a folder of his masks or one file. Files of one name without
// ending are of one case; where every source is a file, all are of one case. Cases that only one
// reader has are left out and counted ("readers.one-mask"). Errors: fewer than two readers, two of
// one name, what images_of refuses, no case of two readers ("readers.no-common-mask").
core::Result<MaskReads> find_masks(const std::vector<std::pair<std::string, std::string>>& sources,
                                   core::Findings& findings);
// Says whose each case is. Cases that `of` does not name are their own patient and are counted
// ("readers.unknown-patient").
void name_patients(MaskReads& reads, const std::map<std::string, std::string>& of,
                   core::Findings& findings);

// The masks of one case, all on the first reader's grid.
template <class T>
struct CaseVolumes {
  image::Grid grid;
  std::vector<std::uint32_t> reader;  // index into MaskReads::readers
  std::vector<image::Volume<T>> volume;
};
using CaseMasks = CaseVolumes<std::int32_t>;
using CaseMaps = CaseVolumes<float>;

// A file that cannot be read, or that lies on another grid, leaves the case and is counted under
// the code of its error ("mask.grid" where the grids differ by more than a hundredth of a voxel).
// With `resample` a mask on another grid is put on the first's by nearest voxel ("mask.resampled").
CaseMasks read_masks(const MaskReads& reads, const std::string& one_case, bool resample,
                     core::Findings& findings);
CaseMaps read_maps(const MaskReads& reads, const std::string& one_case, core::Findings& findings);

// The values that occur in any of the masks, without 0, ascending.
std::vector<std::int32_t> labels_in(const CaseMasks& masks);

}  // namespace secondsite::readers
