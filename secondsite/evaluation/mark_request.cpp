#include "secondsite/evaluation/mark_request.h"

#include "secondsite/core/config.h"

namespace secondsite::evaluation {

using core::Json;
using core::Result;

std::vector<std::string> MarkRequest::paths() const {
  std::vector<std::string> out;
  for (const std::string* path : {&marks, &lesions, &scans, &excluded})
    if (!path->empty()) out.push_back(*path);
  return out;
}

Json to_json(const MarkRequest& request) {
  return {{"marks", request.marks},       {"lesions", request.lesions},
          {"scans", request.scans},       {"excluded", request.excluded},
          {"hit_rule", request.hit_rule}, {"hit_distance_mm", request.hit_distance_mm}};
}

Result<MarkRequest> mark_request_from(const Json& json, const std::string& origin) {
  MarkRequest request;
  core::ConfigReader top(json, origin, "request.marks");
  request.marks = top.text("marks");
  request.lesions = top.text("lesions");
  request.scans = top.text("scans", "");
  request.excluded = top.text("excluded", "");
  request.hit_rule = top.text("hit_rule", request.hit_rule);
  request.hit_distance_mm = top.number("hit_distance_mm", request.hit_distance_mm);
  if (auto finished = top.finish(); !finished) return std::move(finished).error();
  return request;
}

}  // namespace secondsite::evaluation
