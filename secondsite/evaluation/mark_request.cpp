#include "secondsite/evaluation/mark_request.h"

#include <cmath>

#include "secondsite/core/config.h"
#include "secondsite/core/text.h"

namespace secondsite::evaluation {

using core::Error;
using core::Json;
using core::Result;

std::vector<std::string> MarkRequest::paths() const {
  std::vector<std::string> out;
  for (const std::string* path : {&marks, &lesions, &scans, &excluded, &candidates})
    if (!path->empty()) out.push_back(*path);
  for (const Other& other : others) out.push_back(other.marks);
  return out;
}

Result<metrics::MatchRules> MarkRequest::rules() const {
  metrics::MatchRules out;
  out.limit = hit_limit;
  out.one_to_one = one_to_one;
  out.extra_marks_are_false = extra_marks_are_false;
  out.most_marks = most_marks;
  const auto bad = [&](const char* why) {
    return Error("marks.bad-rule", "the hit rule \"" + hit_rule + "\" " + why, {},
                 "use radius, distance:LENGTH or iou:SHARE");
  };
  if (hit_rule == "radius") {
    out.hit = metrics::HitRule::inside;
  } else if (hit_rule == "distance") {
    out.hit = metrics::HitRule::distance;
    if (!(hit_limit > 0) || !std::isfinite(hit_limit)) return bad("needs a length above 0");
  } else if (hit_rule == "iou") {
    out.hit = metrics::HitRule::iou;
    if (!(hit_limit > 0 && hit_limit <= 1)) return bad("needs a share above 0 and at most 1");
  } else {
    return bad("is none that is known");
  }
  return out;
}

Json to_json(const MarkRequest& request) {
  Json others = Json::array();
  for (const MarkRequest::Other& other : request.others)
    others.push_back({{"name", other.name}, {"marks", other.marks}});
  return {
      {"marks", request.marks},           {"lesions", request.lesions},
      {"scans", request.scans},           {"excluded", request.excluded},
      {"candidates", request.candidates}, {"others", std::move(others)},
      {"hit_rule", request.hit_rule},     {"hit_limit", request.hit_limit},
      {"one_to_one", request.one_to_one}, {"extra_marks_are_false", request.extra_marks_are_false},
      {"most_marks", request.most_marks}};
}

Result<MarkRequest> mark_request_from(const Json& json, const std::string& origin) {
  MarkRequest request;
  core::ConfigReader top(json, origin, "request.marks");
  request.marks = top.text("marks");
  request.lesions = top.text("lesions");
  request.scans = top.text("scans", "");
  request.excluded = top.text("excluded", "");
  request.candidates = top.text("candidates", "");
  if (top.has("others")) {
    for (const Json& item : top.raw("others")) {
      core::ConfigReader other(item, origin, "request.marks.others");
      request.others.push_back({other.text("name"), other.text("marks")});
      if (auto finished = other.finish(); !finished) return std::move(finished).error();
    }
  }
  request.hit_rule = top.text("hit_rule", request.hit_rule);
  request.hit_limit = top.number("hit_limit", request.hit_limit);
  request.one_to_one = top.flag("one_to_one", false);
  request.extra_marks_are_false = top.flag("extra_marks_are_false", false);
  const double most = top.number("most_marks", 0);
  if (auto finished = top.finish(); !finished) return std::move(finished).error();
  if (!(most >= 0 && most < 4e9))
    return Error("marks.bad-rule", "most_marks is no number of marks", {.file = origin});
  request.most_marks = static_cast<unsigned>(most);
  if (auto rules = request.rules(); !rules) return std::move(rules).error();
  return request;
}

core::Status set_hit_rule(MarkRequest& request, const std::string& text) {
  const std::size_t colon = text.find(':');
  request.hit_rule = text.substr(0, colon);
  request.hit_limit = 0;
  if (colon != std::string::npos) {
    const auto limit = core::parse_number(std::string_view(text).substr(colon + 1));
    request.hit_limit = limit.value_or(std::nan(""));
  }
  if (auto rules = request.rules(); !rules) return std::move(rules).error();
  return core::Done{};
}

}  // namespace secondsite::evaluation
