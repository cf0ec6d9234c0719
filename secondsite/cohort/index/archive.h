#pragma once
// The files in a zip, as if they lay in a folder; nothing is unpacked to disk.

#include <memory>
#include <string>
#include <vector>

#include "secondsite/cohort/index/walk.h"

namespace secondsite::cohort::index {

class Archive {
 public:
  static core::Result<Archive> open(const std::string& path);
  ~Archive();
  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;

  // Files, sorted by path; findings for encrypted entries and macOS leftovers.
  std::vector<WalkedFile> files(core::Findings& findings) const;
  // The first `most` bytes of an entry: a bomb costs `most` bytes. Not thread-safe: one Archive a
  // thread.
  core::Result<std::string> front(std::uint64_t entry, std::size_t most) const;

 private:
  struct Handle;
  explicit Archive(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

// Does the file begin as a zip?
bool is_archive(const std::string& path);

}  // namespace secondsite::cohort::index
