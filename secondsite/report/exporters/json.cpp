#include <algorithm>

#include "secondsite/core/json.h"
#include "secondsite/report/exporter.h"

// Objects and lists of objects one member a line; an array of numbers, such as a point of a curve,
// on one line of its own. A curve of thousands of points would otherwise be five lines a point.
namespace secondsite::report::exporters {
namespace {

using core::Json;

std::string compact(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void write_json(const Json& value, std::size_t depth, std::string& out) {
  const bool simple =
      value.empty() || !value.is_structured() ||
      (value.is_array() && std::none_of(value.begin(), value.end(),
                                        [](const Json& item) { return item.is_structured(); }));
  if (simple) {
    out += compact(value);
    return;
  }
  const std::string margin(2 * depth + 2, ' ');
  out += value.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& [key, item] : value.items()) {
    out += first ? "\n" : ",\n";
    first = false;
    out += margin;
    if (value.is_object()) out += compact(Json(key)) + ": ";
    write_json(item, depth + 1, out);
  }
  out += '\n' + margin.substr(2) + (value.is_object() ? '}' : ']');
}

}  // namespace

Exporter json() {
  return {"json", "Everything, as a versioned document", "result.json",
          [](const evaluation::RunResult& run) {
            std::string out;
            write_json(to_json(run), 0, out);
            return out + "\n";
          }};
}

}  // namespace secondsite::report::exporters
