#include "secondsite/cohort/named_files.h"

#include "secondsite/cohort/folder.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

// A UID has dots of its own, so only the endings of image formats are taken off.
std::string stem_of(std::string_view name) {
  const std::string lower = core::lower(name);
  for (const std::string_view ending :
       {".nii.gz", ".nii", ".nrrd", ".nhdr", ".mha", ".mhd", ".png", ".jpg", ".jpeg", ".tif",
        ".tiff", ".dcm", ".dicom", ".h5", ".zip"})
    if (lower.size() > ending.size() && lower.ends_with(ending))
      return std::string(name.substr(0, name.size() - ending.size()));
  return std::string(name);
}

}  // namespace

NamedFiles::NamedFiles(const std::vector<std::string>& files) {
  const auto add = [this](std::string key, const std::string& file) {
    const auto [at, fresh] = names_.emplace(std::move(key), file);
    if (!fresh && at->second != file) at->second.clear();
  };
  for (const std::string& file : files) {
    paths_.emplace(file, file);
    const std::string name(file_name(file));
    add(name, file);
    const std::string stem = stem_of(name);
    if (stem != name) add(stem, file);
    const std::size_t slash = file.rfind('/');
    // The whole path without its endings: tables of MIMIC-CXR name files so.
    if (slash != std::string::npos) paths_.emplace(file.substr(0, slash + 1) + stem, file);
  }
}

std::string_view NamedFiles::exactly(std::string_view name) const {
  if (const auto path = paths_.find(name); path != paths_.end()) return path->second;
  return {};
}

std::string_view NamedFiles::find(std::string_view cell) const {
  if (cell.empty()) return {};
  for (std::string_view end = cell;;) {
    if (const auto found = exactly(end); !found.empty()) return found;
    const std::size_t slash = end.find('/');
    if (slash == std::string_view::npos) break;
    end.remove_prefix(slash + 1);
  }
  const auto named = names_.find(file_name(cell));
  return named == names_.end() ? std::string_view() : std::string_view(named->second);
}

}  // namespace secondsite::cohort
