#pragma once
// Which marks are held against which lesions, and when a mark is a hit: the part of a request that
// `verify` needs to do it again.

#include <string>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/core/result.h"

namespace secondsite::evaluation {

struct MarkRequest {
  std::string marks;     // table of marks
  std::string lesions;   // table of lesions
  std::string scans;     // table of all scans, those without marks or lesions too; may be empty
  std::string excluded;  // table of places where a mark counts neither way; may be empty
  std::string hit_rule = "radius";
  double hit_distance_mm = 0;  // for rules that have one

  // What is hashed into the run's manifest.
  std::vector<std::string> paths() const;
};

core::Json to_json(const MarkRequest& request);
core::Result<MarkRequest> mark_request_from(const core::Json& json, const std::string& origin);

}  // namespace secondsite::evaluation
