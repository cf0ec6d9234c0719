#include "secondsite/cohort/index/thumbnails.h"

#include <algorithm>
#include <map>
#include <memory>

namespace secondsite::cohort::index {

Thumbnails thumbnails_of(const core::Findings& findings,
                         const std::function<core::Result<Seen>(const std::string&)>& see_file,
                         const ThumbnailBounds& bounds) {
  Thumbnails out;
  std::size_t bytes = 0;
  std::map<std::string, std::string> made;  // by file
  for (const core::Finding& finding : findings.sorted()) {
    if (finding.code.starts_with("index.covariate-")) continue;
    std::size_t shown = 0;
    for (const core::Location& where : finding.examples) {
      if (where.file.empty() || shown == bounds.a_finding) continue;
      if (out.pictures.size() >= bounds.all || bytes >= bounds.bytes) {
        ++out.left_out;
        continue;
      }
      auto [place, fresh] = made.emplace(where.file, std::string());
      if (fresh)
        if (const auto seen = see_file(where.file)) place->second = thumbnail_of(*seen);
      if (place->second.empty() || bytes + place->second.size() > bounds.bytes) {
        out.left_out += place->second.empty() ? 0 : 1;
        continue;
      }
      bytes += place->second.size();
      ++shown;
      out.pictures.push_back({finding.code, finding.subject, where.file, place->second});
    }
  }
  return out;
}

std::function<core::Result<Seen>(const std::string&)> seer_of(const Index& index,
                                                              bool repair_hounsfield) {
  auto reader = std::make_shared<PixelReader>(index.root, repair_hounsfield);
  return [reader, &index](const std::string& path) -> core::Result<Seen> {
    const auto place = std::lower_bound(
        index.records.begin(), index.records.end(), path,
        [](const Record& record, const std::string& wanted) { return record.path < wanted; });
    const bool there = place != index.records.end() && place->path == path;
    if (!there || (place->pixels_at == 0 && !is_volume_file(*place) && !is_picture(*place)))
      return core::Error("index.not-decoded", "there is no such image", {.file = path});
    return see(*reader, *place);
  };
}

}  // namespace secondsite::cohort::index
