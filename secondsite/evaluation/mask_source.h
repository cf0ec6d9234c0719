#pragma once
// The registry of what masks can be read from: which cases do these files hold, and which voxels
// does each say?

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"
#include "secondsite/evaluation/mask_request.h"
#include "secondsite/metrics/support/mask_counts.h"

namespace secondsite::evaluation {

// What a mask without a grid of its own is drawn on: the images of the case, or the mask beside it.
struct Canvas {
  image::Grid grid;
  bool is_dicom = false;             // its first two axes run as the rows and columns of the images
  std::vector<std::string> sop_uid;  // of each slice, where known
};

// One mask as it was read.
struct ReadMask {
  metrics::Labels labels;
  // Where the source has probabilities: of each label, on the grid of the labels.
  std::map<std::int32_t, std::vector<float>> probability;
  std::map<std::int32_t, std::string> names;  // of labels, where the source has them
};

// The mask of one case, not read yet.
struct MaskEntry {
  std::string name;    // of the case
  std::string series;  // UID of the images that it was drawn on; empty: not known
  std::string file;
  bool has_grid = true;   // else it is drawn on the grid of the images, or of the mask beside it
  bool is_part = false;   // its grid may end where the structure ends (a segmentation object)
  bool is_dicom = false;  // its axes run as DICOM's: it may lie in another order on the same grid
  bool states_size = false;  // without a grid: rows and columns are known all the same
  // `on`: what to draw on; nullptr where there is nothing, or where it has its own grid.
  std::function<core::Result<ReadMask>(const Canvas* on, core::Findings&)> read;
};

// What is asked of one side of a comparison.
struct MaskSideRequest {
  const MaskRequest* request = nullptr;
  bool is_prediction = false;
  std::string root;  // the folder, or the file's
  // Labels of kinds that have names only, the same on both sides; grows as sides are opened.
  std::map<std::string, std::int32_t>* kinds = nullptr;

  // Of probabilities: the stated threshold, and only on the side of the predictions.
  std::optional<double> threshold() const {
    return is_prediction ? request->threshold : std::nullopt;
  }
  std::vector<std::int32_t> named_labels() const;
};

struct MaskSource {
  std::string_view id;     // "image_files"
  std::string_view title;  // "NIfTI, NRRD, MetaImage and PNG"
  std::string_view definition;
  // Does this source read a file of that name? Folders are asked file by file.
  std::function<bool(const std::string& file)> recognises;
  // Whether files below the folder's own are looked for too.
  bool is_recursive = false;
  // Many cases in one file: never "one pair".
  bool holds_many = false;
  // The cases of these files, all recognised.
  std::function<core::Result<std::vector<MaskEntry>>(const std::vector<std::string>& files,
                                                     const MaskSideRequest&, const core::Context&,
                                                     core::Findings&)>
      open;
};

namespace mask_sources {
std::span<const MaskSource> all();
}

}  // namespace secondsite::evaluation
