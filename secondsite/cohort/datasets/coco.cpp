#include <map>

#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/core/json.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 30;

std::optional<std::string> annotations_of(const Folder& folder) {
  for (const std::string& file : folder.files) {
    if (!core::lower(file).ends_with(".json")) continue;
    const auto bytes = read_bytes(folder.full(file));
    if (!bytes || bytes->text.size() > most_bytes) continue;
    const auto has = [&](const char* key) {
      return bytes->text.find(key) != std::string_view::npos;
    };
    if (has("\"images\"") && has("\"annotations\"") && has("\"categories\""))
      return folder.full(file);
  }
  return std::nullopt;
}

std::string text_of(const core::Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

core::Error bad(const std::string& path, const std::string& what) {
  return {"dataset.unknown-header", "it is no COCO annotation: " + what, {.file = path}};
}

core::Result<Table> read_coco(const Folder& folder, const core::Context&,
                              core::Findings& findings) {
  const auto path = annotations_of(folder);
  if (!path)
    return core::Error("dataset.file-missing", "there is no COCO annotation (.json)",
                       {.file = folder.path});
  const auto bytes = read_bytes(*path);
  if (!bytes) return bytes.error();
  const auto json = core::parse_json(bytes->text, *path);
  if (!json) return json.error();
  if (!json->is_object()) return bad(*path, "its root is no object");
  for (const char* key : {"images", "annotations", "categories"})
    if (!json->contains(key) || !(*json)[key].is_array())
      return bad(*path, std::string("\"") + key + "\" is no list");

  DatasetRows rows("coco");
  std::map<std::string, std::string> category;  // id -> name
  for (const auto& one : (*json)["categories"]) {
    if (!one.is_object()) return bad(*path, "a category is no object");
    category[text_of(one, "id")] = text_of(one, "name");
    rows.column(text_of(one, "name"));
  }
  std::map<std::string, std::map<std::string, std::string>> boxes;  // image -> category -> boxes
  for (const auto& one : (*json)["annotations"]) {
    if (!one.is_object()) return bad(*path, "an annotation is no object");
    const auto name = category.find(text_of(one, "category_id"));
    if (name == category.end()) {
      findings.add(core::Severity::warning, "dataset.unknown-label", "category_id",
                   "an annotation is of a category that the file does not name", {.file = *path});
      continue;
    }
    std::string& list = boxes[text_of(one, "image_id")][name->second];
    list += (list.empty() ? "" : "; ") + text_of(one, "bbox");
  }
  for (const auto& one : (*json)["images"]) {
    if (!one.is_object()) return bad(*path, "an image is no object");
    const std::string id = text_of(one, "id");
    rows.set("image", id);
    rows.set("file", text_of(one, "file_name"));
    rows.set("date", text_of(one, "date_captured"));
    rows.set("width", text_of(one, "width"));
    rows.set("height", text_of(one, "height"));
    rows.set("patient", text_of(one, "patient_id"));
    for (const auto& [key, name] : category) rows.set(name, "0");
    if (const auto found = boxes.find(id); found != boxes.end()) {
      std::string all;
      for (const auto& [name, list] : found->second) {
        rows.set(name, "1");
        all += (all.empty() ? "" : "; ") + name + " " + list;
      }
      rows.set("boxes", all);
      boxes.erase(found);
    }
    rows.finish_row();
  }
  if (!boxes.empty())
    findings.add(core::Severity::warning, "dataset.bad-identifier", "image_id",
                 "annotations are of images that the file does not list", {.file = *path},
                 boxes.size());
  return std::move(rows).table(*path);
}

}  // namespace

Dataset coco() {
  return {.id = "coco",
          .title = "COCO annotations",
          .modality = "any",
          .scale = "as given",
          .notes = "Images, categories and boxes of one .json; a layout of many detection sets",
          .reference = "Lin et al. 2014, doi:10.1007/978-3-319-10602-1_48",
          .general = true,
          .recognises = [](const Folder& folder) { return annotations_of(folder).has_value(); },
          .read = read_coco};
}

}  // namespace secondsite::cohort::datasets
