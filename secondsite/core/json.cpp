#include "secondsite/core/json.h"

#include <cmath>

namespace secondsite::core {

Json json_number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

double number_or_nan(const Json& object, const char* key) {
  const auto place = object.find(key);
  if (place == object.end() || !place->is_number()) return std::nan("");
  return place->get<double>();
}

Result<Json> parse_json(std::string_view text, const std::string& origin) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& fault) {
    const std::size_t at = std::min(fault.byte, text.size());
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    return Error("config.syntax", "this is not JSON: the fault is in line " + std::to_string(line),
                 {.file = origin});
  } catch (const Json::exception&) {
    return Error("config.syntax", "this JSON holds a number that is too large", {.file = origin});
  }
}

std::string pretty(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string canonical(const Json& value) {
  return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace secondsite::core
