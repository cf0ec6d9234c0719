#include "secondsite/evaluation/mask_request.h"

#include "secondsite/core/config.h"

namespace secondsite::evaluation {

using core::Json;
using core::Result;

Json to_json(const MaskRequest& request) {
  Json labels = Json::array();
  for (const MaskRequest::Label& label : request.labels)
    labels.push_back({{"name", label.name}, {"value", label.value}});
  Json others = Json::array();
  for (const MaskRequest::Other& other : request.others)
    others.push_back({{"name", other.name}, {"predictions", other.predictions}});
  return {{"predictions", request.predictions},
          {"references", request.references},
          {"images", request.images},
          {"mask_size", request.mask_size ? Json(*request.mask_size) : Json()},
          {"runs", request.runs},
          {"least_readers", request.least_readers},
          {"labels", std::move(labels)},
          {"tolerance_mm", request.tolerance_mm},
          {"case_column", request.case_column},
          {"threshold", request.threshold ? Json(*request.threshold) : Json()},
          {"connectivity", request.connectivity},
          {"least_iou", request.least_iou},
          {"matching", request.matching},
          {"worst_where_empty", request.worst_where_empty},
          {"centre_line", request.centre_line},
          {"mesh", request.mesh},
          {"resample", request.resample},
          {"others", std::move(others)}};
}

Result<MaskRequest> mask_request_from(const Json& json, const std::string& origin) {
  MaskRequest request;
  core::ConfigReader top(json, origin, "request.masks");
  request.predictions = top.text("predictions");
  request.references = top.text("references");
  request.images = top.text("images", "");
  if (const Json& size = top.raw("mask_size"); size.is_array() && size.size() == 2)
    request.mask_size = {size[0].get<std::uint32_t>(), size[1].get<std::uint32_t>()};
  request.runs = top.text("runs", request.runs);
  request.least_readers = static_cast<unsigned>(top.number("least_readers", request.least_readers));
  for (const Json& item : top.raw("labels")) {
    core::ConfigReader reader(item, origin, "request.masks.labels");
    request.labels.push_back({reader.text("name"), static_cast<int>(reader.number("value"))});
    if (auto finished = reader.finish(); !finished) return std::move(finished).error();
  }
  request.tolerance_mm = top.number("tolerance_mm", request.tolerance_mm);
  request.case_column = top.text("case_column", "");
  if (const Json& threshold = top.raw("threshold"); threshold.is_number())
    request.threshold = threshold.get<double>();
  request.connectivity = static_cast<int>(top.number("connectivity", request.connectivity));
  request.least_iou = top.number("least_iou", request.least_iou);
  request.matching = top.text("matching", request.matching);
  request.worst_where_empty = top.flag("worst_where_empty", request.worst_where_empty);
  request.centre_line = top.flag("centre_line", request.centre_line);
  request.mesh = top.flag("mesh", request.mesh);
  request.resample = top.flag("resample", request.resample);
  for (const Json& item : top.raw("others")) {
    core::ConfigReader reader(item, origin, "request.masks.others");
    request.others.push_back({reader.text("name"), reader.text("predictions")});
    if (auto finished = reader.finish(); !finished) return std::move(finished).error();
  }
  if (auto finished = top.finish(); !finished) return std::move(finished).error();
  return request;
}

}  // namespace secondsite::evaluation
