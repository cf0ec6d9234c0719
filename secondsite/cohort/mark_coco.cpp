#include <cmath>
#include <map>

#include "secondsite/cohort/mark_table.h"
#include "secondsite/core/json.h"

namespace secondsite::cohort {

using core::Error;
using core::Json;
using core::Result;

namespace {

Error malformed(const std::string& origin, const std::string& what) {
  return Error("marks.bad-coco", what, {.file = origin},
               "COCO has \"images\" and \"annotations\", or is a list of results with image_id, "
               "bbox [x, y, width, height] and score");
}

// An identifier as text, whether it was written as a number or as text.
std::string id_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number_integer() ? value.dump() : std::string();
}

std::map<std::string, std::string> coco_names(const Json& document, const char* list,
                                              const char* shown) {
  std::map<std::string, std::string> out;
  if (!document.is_object() || !document.contains(list) || !document[list].is_array()) return out;
  for (const Json& item : document[list]) {
    if (!item.is_object() || !item.contains("id")) continue;
    const std::string id = id_text(item["id"]);
    const bool has_name = item.contains(shown) && item[shown].is_string();
    out[id] = has_name ? item[shown].get<std::string>() : id;
  }
  return out;
}

// Codes for identifiers, in order of first appearance.
class CocoNames {
 public:
  CocoNames(Categories& categories, std::vector<std::string>& ids,
            std::map<std::string, std::string> known)
      : categories_(categories), ids_(ids), known_(std::move(known)) {}

  std::uint32_t code(const std::string& id) {
    const auto [at, is_new] = codes_.emplace(id, static_cast<std::uint32_t>(ids_.size()));
    if (is_new) {
      const auto name = known_.find(id);
      ids_.push_back(id);
      categories_.levels.push_back(name == known_.end() ? id : name->second);
    }
    return at->second;
  }

 private:
  Categories& categories_;
  std::vector<std::string>& ids_;
  std::map<std::string, std::string> known_;
  std::map<std::string, std::uint32_t> codes_;
};

}  // namespace

Result<MarkTable> parse_coco(std::string_view text, const std::string& origin) {
  auto parsed = core::parse_json(text, origin);
  if (!parsed) return std::move(parsed).error();
  const Json& document = *parsed;
  const auto images = coco_names(document, "images", "file_name");
  const auto kinds = coco_names(document, "categories", "name");
  const Json* items = &document;
  if (document.is_object()) {
    if (!document.contains("annotations")) return malformed(origin, "there are no annotations");
    items = &document["annotations"];
  }
  if (!items->is_array()) return malformed(origin, "the annotations are no list");

  MarkTable out;
  out.origin = origin;
  out.unit = LengthUnit::pixels;
  CocoNames scans(out.scan, out.scan_id, images);
  CocoNames kind_names(out.kind, out.kind_id, kinds);
  for (const auto& [id, name] : images) scans.code(id);
  bool has_rating = false;
  for (const Json& item : *items) {
    ++out.rows;
    const std::string where = "annotation " + std::to_string(out.rows);
    if (!item.is_object() || !item.contains("image_id") || !item.contains("bbox"))
      return malformed(origin, where + " has no image_id or no bbox");
    const Json& box = item["bbox"];
    const auto is_number = [](const Json& value) { return value.is_number(); };
    if (!box.is_array() || box.size() != 4 || !std::all_of(box.begin(), box.end(), is_number))
      return malformed(origin, where + " has a bbox that is not four numbers");
    out.scan.code.push_back(scans.code(id_text(item["image_id"])));
    out.row.push_back(out.rows);
    const double width = box[2].get<double>();
    const double height = box[3].get<double>();
    out.x.push_back(box[0].get<double>() + width / 2);
    out.y.push_back(box[1].get<double>() + height / 2);
    out.width.push_back(width >= 0 ? width : std::nan(""));
    out.height.push_back(height >= 0 ? height : std::nan(""));
    const bool rated = item.contains("score") && item["score"].is_number();
    has_rating = has_rating || rated;
    out.rating.push_back(rated ? item["score"].get<double>() : std::nan(""));
    std::uint32_t kind = Categories::blank;
    if (item.contains("category_id")) kind = kind_names.code(id_text(item["category_id"]));
    out.kind.code.push_back(kind);
  }
  if (!has_rating) out.rating.clear();
  if (out.kind.levels.empty()) out.kind.code.clear();
  out.reasons.push_back(origin + ": COCO boxes, lengths in pixels.");
  return out;
}

}  // namespace secondsite::cohort
