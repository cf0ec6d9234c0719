#pragma once
// Which masks are compared, and how: the part of a request that `verify` needs to do it again.

#include <string>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/core/result.h"

namespace secondsite::evaluation {

struct MaskRequest {
  std::string predictions;  // folder or list of masks
  std::string references;
  // A label's name and the value that its voxels have; empty: every value that occurs, named by
  // itself.
  struct Label {
    std::string name;
    int value = 1;
  };
  std::vector<Label> labels;
  double tolerance_mm = 2;  // of surface metrics

  // What is hashed into the run's manifest: files and folders.
  std::vector<std::string> paths() const { return {predictions, references}; }
};

core::Json to_json(const MaskRequest& request);
core::Result<MaskRequest> mask_request_from(const core::Json& json, const std::string& origin);

}  // namespace secondsite::evaluation
