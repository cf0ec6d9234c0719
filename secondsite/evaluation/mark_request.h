#pragma once
// Which marks are held against which lesions, and when a mark is a hit: the part of a request that
// `verify` needs to do it again.

#include <string>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/core/result.h"
#include "secondsite/metrics/support/mark_match.h"

namespace secondsite::evaluation {

struct MarkRequest {
  std::string marks;       // table of marks
  std::string lesions;     // table of lesions
  std::string scans;       // table of all scans, those without marks or lesions too; may be empty
  std::string excluded;    // table of places where a mark counts neither way; may be empty
  std::string candidates;  // marks of the stage before, where the marks are what a classifier left
  // Marks of other models on the same scans, for claims "versus score NAME".
  struct Other {
    std::string name;
    std::string marks;
  };
  std::vector<Other> others;
  std::string hit_rule = "radius";  // radius, distance, iou
  double hit_limit = 0;             // a distance in the tables' own unit, or an IoU
  bool one_to_one = false;
  bool extra_marks_are_false = false;
  unsigned most_marks = 0;  // a scan; 0: any number

  // What is hashed into the run's manifest.
  std::vector<std::string> paths() const;
  // The rules in numbers; errors: "marks.bad-rule".
  core::Result<metrics::MatchRules> rules() const;
};

core::Json to_json(const MarkRequest& request);
core::Result<MarkRequest> mark_request_from(const core::Json& json, const std::string& origin);
// "radius", "distance:MM" or "iou:0.5" into hit_rule and hit_limit.
core::Status set_hit_rule(MarkRequest& request, const std::string& text);

}  // namespace secondsite::evaluation
