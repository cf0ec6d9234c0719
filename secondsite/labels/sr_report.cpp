#include "secondsite/labels/sr_report.h"

#include <algorithm>
#include <filesystem>

#include "secondsite/core/text.h"

namespace secondsite::labels {
namespace {

core::Json json_of(const dicom::Concept& one) {
  return {{"value", one.value}, {"scheme", one.scheme}, {"meaning", one.meaning}};
}

}  // namespace

std::string narrative_of(const dicom::StructuredReport& report) {
  std::vector<std::pair<std::string, std::string>> parts;
  for (const dicom::ContentItem& item : report.items) {
    if (item.type != "TEXT" || item.text.empty()) continue;
    // A text's own name says what it is ("Finding", "Impression"); a container's is the section.
    std::string heading = item.name.meaning;
    for (std::size_t up = item.parent; up != dicom::ContentItem::none; up = report.items[up].parent)
      if (report.items[up].type == "CONTAINER" && report.items[up].depth > 0 &&
          !report.items[up].name.meaning.empty()) {
        heading = report.items[up].name.meaning;
        break;
      }
    if (!parts.empty() && parts.back().first == heading)
      parts.back().second += "\n" + item.text;
    else
      parts.emplace_back(heading, item.text);
  }
  return with_headings(parts);
}

core::Json record_of(const dicom::StructuredReport& report) {
  core::Json items = core::Json::array();
  for (const dicom::ContentItem& item : report.items) {
    core::Json one{
        {"type", item.type}, {"relationship", item.relationship}, {"name", json_of(item.name)}};
    if (item.parent != dicom::ContentItem::none) one["parent"] = item.parent;
    if (item.type == "CODE") one["code"] = json_of(item.code);
    items.push_back(std::move(one));
  }
  return {{"sop_instance_uid", report.sop_instance_uid},
          {"study", report.study_uid},
          {"accession", report.accession},
          {"items", std::move(items)}};
}

std::vector<std::string> dicom_files(const std::string& path) {
  std::error_code fault;
  if (!std::filesystem::is_directory(path, fault)) return {path};
  std::vector<std::string> out;
  for (std::filesystem::recursive_directory_iterator it(path, fault), end; !fault && it != end;
       it.increment(fault)) {
    const std::string file = it->path().string();
    if (it->is_regular_file(fault) && dicom::looks_like_dicom(file)) out.push_back(file);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace secondsite::labels
