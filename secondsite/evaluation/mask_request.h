#pragma once
// Which masks are compared, and how: the part of a request that `verify` needs to do it again.

#include <optional>
#include <string>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/core/result.h"

namespace secondsite::evaluation {

struct MaskRequest {
  std::string predictions;  // a folder of masks, or one mask
  std::string references;
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
  int connectivity = 26;   // of lesions: 6, 18 or 26
  double least_iou = 0.5;  // of a matched pair of lesions
  bool worst_where_empty = true;
  bool centre_line = false;
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
    for (const Other& other : others) out.push_back(other.predictions);
    return out;
  }
};

core::Json to_json(const MaskRequest& request);
core::Result<MaskRequest> mask_request_from(const core::Json& json, const std::string& origin);

}  // namespace secondsite::evaluation
