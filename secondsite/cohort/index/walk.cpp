#include "secondsite/cohort/index/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace secondsite::cohort::index {
namespace {

using core::Severity;

// What the index itself writes to its folder.
bool is_own(std::string_view name) {
  constexpr std::string_view names[] = {
      "cohort.csv", "cohort.parquet", "covariates.csv", "files.csv", "index.cache", "index.html",
      "index.json", "index.sqlite",   "index.state",    "pacs.csv",  "pixels.csv",  "series.csv"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

class Walk {
 public:
  Walk(std::string root, const std::string& skip, const core::Context& context,
       core::Findings& findings)
      : root_(std::move(root)), context_(context), findings_(findings) {
    struct stat state {};
    if (!skip.empty() && ::stat(skip.c_str(), &state) == 0) {
      skip_device_ = state.st_dev;
      skip_inode_ = state.st_ino;
      skips_ = true;
      struct stat top {};
      root_is_skipped_ = ::stat(root_.c_str(), &top) == 0 && top.st_dev == skip_device_ &&
                         top.st_ino == skip_inode_;
    }
  }

  core::Result<std::vector<WalkedFile>> run() {
    std::vector<std::string> pending{""};
    while (!pending.empty() && !context_.stopped()) {
      const std::string folder = std::move(pending.back());
      pending.pop_back();
      if (!enter(folder, pending) && folder.empty())
        return core::Error("file.unreadable",
                           "cannot open the folder: " + std::string(std::strerror(errno)),
                           {.file = root_});
    }
    std::sort(files_.begin(), files_.end(),
              [](const WalkedFile& a, const WalkedFile& b) { return a.path < b.path; });
    return std::move(files_);
  }

 private:
  bool enter(const std::string& folder, std::vector<std::string>& pending) {
    const std::string full = folder.empty() ? root_ : root_ + "/" + folder;
    const int handle = ::open(full.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* open = handle < 0 ? nullptr : ::fdopendir(handle);
    if (open == nullptr) {
      if (handle >= 0) ::close(handle);
      if (!folder.empty())
        findings_.add(Severity::excluded, "index.unreadable-folder", {},
                      "a folder could not be opened, and what lies below is not known",
                      {.file = folder});
      return false;
    }
    while (const dirent* entry = ::readdir(open)) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      std::string path = folder.empty() ? std::string(name) : folder + "/" + std::string(name);
      take(handle, entry, std::move(path), pending);
    }
    ::closedir(open);
    context_.report("looking for files", files_.size(), 0);
    return true;
  }

  void take(int handle, const dirent* entry, std::string path, std::vector<std::string>& pending) {
    const std::string_view name = entry->d_name;
    if (name.starts_with("._") || name == ".DS_Store" || name == "__MACOSX") {
      findings_.add(Severity::note, "index.apple-file", {},
                    "what macOS leaves beside files, not data", {.file = path});
      return;
    }
    if (root_is_skipped_ && path == name && is_own(name)) return;
    struct stat state {};
    if (::fstatat(handle, entry->d_name, &state, AT_SYMLINK_NOFOLLOW) != 0) {
      findings_.add(Severity::excluded, "index.unreadable-file", {},
                    "a file could not be looked at", {.file = path});
      return;
    }
    if (S_ISLNK(state.st_mode)) {
      if (::fstatat(handle, entry->d_name, &state, 0) != 0 || !S_ISREG(state.st_mode)) {
        findings_.add(Severity::note, "index.link", {},
                      "a link to a folder or to nothing is not followed", {.file = path});
        return;
      }
    }
    if (S_ISDIR(state.st_mode)) {
      const bool own = skips_ && state.st_dev == skip_device_ && state.st_ino == skip_inode_;
      if (!own) pending.push_back(std::move(path));
      return;
    }
    if (!S_ISREG(state.st_mode)) {
      findings_.add(Severity::note, "index.special-file", {},
                    "a pipe, socket or device is not opened", {.file = path});
      return;
    }
    files_.push_back({std::move(path), static_cast<std::uint64_t>(state.st_size),
                      state.st_mtim.tv_sec * 1'000'000'000LL + state.st_mtim.tv_nsec, 0});
  }

  std::string root_;
  const core::Context& context_;
  core::Findings& findings_;
  std::vector<WalkedFile> files_;
  bool skips_ = false;
  bool root_is_skipped_ = false;  // output goes where the images lie: own files are known by name
  dev_t skip_device_ = 0;
  ino_t skip_inode_ = 0;
};

}  // namespace

core::Result<std::vector<WalkedFile>> walk_folder(const std::string& root, const std::string& skip,
                                                  const core::Context& context,
                                                  core::Findings& findings) {
  return Walk(root, skip, context, findings).run();
}

}  // namespace secondsite::cohort::index
