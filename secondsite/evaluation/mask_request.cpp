#include "secondsite/evaluation/mask_request.h"

#include "secondsite/core/config.h"

namespace secondsite::evaluation {

using core::Json;
using core::Result;

Json to_json(const MaskRequest& request) {
  Json labels = Json::array();
  for (const MaskRequest::Label& label : request.labels)
    labels.push_back({{"name", label.name}, {"value", label.value}});
  return {{"predictions", request.predictions},
          {"references", request.references},
          {"labels", std::move(labels)},
          {"tolerance_mm", request.tolerance_mm}};
}

Result<MaskRequest> mask_request_from(const Json& json, const std::string& origin) {
  MaskRequest request;
  core::ConfigReader top(json, origin, "request.masks");
  request.predictions = top.text("predictions");
  request.references = top.text("references");
  for (const Json& item : top.raw("labels")) {
    core::ConfigReader reader(item, origin, "request.masks.labels");
    request.labels.push_back({reader.text("name"), static_cast<int>(reader.number("value"))});
    if (auto finished = reader.finish(); !finished) return std::move(finished).error();
  }
  request.tolerance_mm = top.number("tolerance_mm", request.tolerance_mm);
  if (auto finished = top.finish(); !finished) return std::move(finished).error();
  return request;
}

}  // namespace secondsite::evaluation
