#pragma once
// Which masks are compared, and how: the part of a request that `verify` needs to do it again.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/core/result.h"

namespace secondsite::evaluation {

struct MaskRequest {
  std::string predictions;  // a folder of masks, one mask, or a table of them
  std::string references;
  std::string images;  // what they were drawn on: a folder of images or DICOM series; may be empty
  // Of masks in tables that do not say how large an image is: columns and rows.
  std::optional<std::array<std::uint32_t, 2>> mask_size;
  std::string runs = "auto";   // starts of runs: "places", "distances", or as they look
  unsigned least_readers = 2;  // of outlines: so many readers make a voxel part of the mask
  // A label's name and the value that its voxels have; empty: every value that occurs, named by
  // itself.
  struct Label {
    std::string name;
    int value = 1;
  };
  std::vector<Label> labels;
  double tolerance_mm = 2;  // of surface metrics
  // The table's column that holds the names of the files; empty: the one that fits most of them.
  std::string case_column;
  // Predictions are probabilities: a voxel belongs to the first label from here on.
  std::optional<double> threshold;
  int connectivity = 26;             // of lesions: 6, 18 or 26
  double least_iou = 0.5;            // of a matched pair of lesions
  std::string matching = "maximum";  // of lesions: "threshold", "maximum", "many-to-one"
  bool worst_where_empty = true;
  bool centre_line = false;
  bool mesh = false;
  bool resample = false;  // predictions on another grid are put on the reference's
  // Predictions of other models for the same cases: their names and folders.
  struct Other {
    std::string name;
    std::string predictions;
  };
  std::vector<Other> others;

  // What is hashed into the run's manifest: files and folders.
  std::vector<std::string> paths() const {
    std::vector<std::string> out{predictions, references};
    if (!images.empty()) out.push_back(images);
    for (const Other& other : others) out.push_back(other.predictions);
    return out;
  }
};

core::Json to_json(const MaskRequest& request);
core::Result<MaskRequest> mask_request_from(const core::Json& json, const std::string& origin);

}  // namespace secondsite::evaluation
