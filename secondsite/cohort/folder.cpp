#include "secondsite/cohort/folder.h"

#include <algorithm>
#include <filesystem>

#include "secondsite/core/text.h"

namespace secondsite::cohort {

namespace fs = std::filesystem;

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_index_output(std::string_view name) {
  constexpr std::string_view names[] = {
      "cohort.csv",  "cohort.parquet", "covariates.csv", "files.csv",    "hounsfield.csv",
      "index.cache", "index.html",     "index.json",     "index.sqlite", "index.state",
      "pacs.csv",    "pixels.csv",     "resampled.csv",  "resampled",    "series.csv"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::vector<std::string> Folder::named(std::string_view name) const {
  const std::string wanted = core::lower(name);
  std::vector<std::string> out;
  for (const std::string& file : files) {
    std::string last = core::lower(file_name(file));
    if (last.ends_with(".gz") && !wanted.ends_with(".gz")) last.resize(last.size() - 3);
    if (last == wanted) out.push_back(file);
  }
  return out;
}

std::vector<std::string> Folder::ending_in(std::string_view ending) const {
  const std::string wanted = core::lower(ending);
  std::vector<std::string> out;
  for (const std::string& file : files)
    if (core::lower(file).ends_with(wanted)) out.push_back(file);
  return out;
}

core::Result<Folder> list_folder(const std::string& path, core::Findings& findings,
                                 std::size_t most) {
  std::error_code fault;
  if (!fs::exists(path, fault))
    return core::Error("file.not-found", "there is no such folder", {.file = path});
  if (!fs::is_directory(path, fault))
    return core::Error("file.unreadable", "this is not a folder", {.file = path});
  Folder out{.path = path};
  std::vector<std::string> open{""};
  while (!open.empty()) {
    const std::string relative = std::move(open.back());
    open.pop_back();
    fs::directory_iterator entries(fs::path(path) / relative, fault);
    if (fault) {
      findings.add(core::Severity::warning, "dataset.unreadable-folder", "",
                   "a folder cannot be opened; what lies below it is not counted",
                   {.file = path + "/" + relative});
      fault.clear();
      continue;
    }
    std::error_code absent;
    const fs::path here = fs::path(path) / relative;
    const bool indexed =
        fs::exists(here / "index.json", absent) && fs::exists(here / "cohort.parquet", absent);
    for (; entries != fs::directory_iterator(); entries.increment(fault)) {
      if (fault) break;
      const std::string name = entries->path().filename().string();
      if (indexed && is_index_output(name)) continue;
      const std::string below = relative.empty() ? name : relative + "/" + name;
      std::error_code gone;
      const auto link = entries->symlink_status(gone);
      if (!gone && fs::is_directory(link)) {
        open.push_back(below);
        continue;
      }
      if (gone || !entries->is_regular_file(gone) || gone) continue;
      if (name.starts_with("._") || name == ".DS_Store") {
        findings.add(core::Severity::note, "dataset.apple-file", "",
                     "a file that macOS writes beside others was passed over",
                     {.file = path + "/" + below});
        continue;
      }
      if (out.files.size() == most)
        return core::Error("dataset.too-many-files",
                           "there are more than " + core::grouped(most) + " files below it",
                           {.file = path});
      out.files.push_back(below);
    }
    fault.clear();
  }
  std::sort(out.files.begin(), out.files.end());
  return out;
}

}  // namespace secondsite::cohort
