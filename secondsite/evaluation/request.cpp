#include "secondsite/evaluation/request.h"

#include "secondsite/core/config.h"

namespace secondsite::evaluation {

using core::Json;
using core::Result;

Json to_json(const Request& request) {
  Json tables = Json::array();
  for (const TableRequest& table : request.tables) {
    Json item{{"path", table.path}};
    if (!table.key.empty()) item["key"] = table.key;
    if (!table.equals.empty()) item["equals"] = table.equals;
    tables.push_back(std::move(item));
  }
  Json out{{"tables", std::move(tables)},
           {"protocol", to_json(request.protocol)},
           {"from_protocol_file", request.from_protocol_file},
           {"default_margin", request.default_margin},
           {"row_level_by_name", request.row_level_by_name}};
  if (request.masks) out["masks"] = to_json(*request.masks);
  if (request.marks) out["marks"] = to_json(*request.marks);
  return out;
}

Result<Request> request_from(const Json& json, const std::string& origin) {
  Request request;
  core::ConfigReader top(json, origin, "request");
  const Json& tables = top.raw("tables");
  for (const Json& item : tables) {
    core::ConfigReader reader(item, origin, "request.tables");
    request.tables.push_back(
        {reader.text("path"), reader.text("key", ""), reader.text("equals", "")});
    if (auto finished = reader.finish(); !finished) return std::move(finished).error();
  }
  auto protocol = protocol_from(top.raw("protocol"), origin);
  if (!protocol) return std::move(protocol).error();
  request.protocol = std::move(*protocol);
  request.from_protocol_file = top.flag("from_protocol_file", false);
  request.default_margin = top.number("default_margin", request.default_margin);
  request.row_level_by_name = top.flag("row_level_by_name", false);
  if (top.has("masks")) {
    auto masks = mask_request_from(top.raw("masks"), origin);
    if (!masks) return std::move(masks).error();
    request.masks = std::move(*masks);
  }
  if (top.has("marks")) {
    auto marks = mark_request_from(top.raw("marks"), origin);
    if (!marks) return std::move(marks).error();
    request.marks = std::move(*marks);
  }
  if (auto finished = top.finish(); !finished) return std::move(finished).error();
  return request;
}

}  // namespace secondsite::evaluation
