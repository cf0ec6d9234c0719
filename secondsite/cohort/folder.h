#pragma once
// What lies below a folder, in an order that no file system decides.

#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"

namespace secondsite::cohort {

struct Folder {
  std::string path;
  std::vector<std::string> files;  // relative, with "/", sorted

  std::string full(std::string_view file) const { return path + "/" + std::string(file); }
  // The files whose last part is `name`, case folded; a trailing ".gz" of the file is passed over.
  std::vector<std::string> named(std::string_view name) const;
  // The files whose name ends in `ending`, case folded.
  std::vector<std::string> ending_in(std::string_view ending) const;
};

// Every regular file, at most `most` of them; links to folders are not followed. What an index
// wrote there (a folder with index.json and cohort.parquet) is passed over. What macOS leaves
// ("._*", ".DS_Store") is passed over and counted as "dataset.apple-file"; a folder that cannot be
// opened is counted as "dataset.unreadable-folder".
core::Result<Folder> list_folder(const std::string& path, core::Findings& findings,
                                 std::size_t most = 5'000'000);

// Is this the name of a file or folder that `secondsite index` writes to its output?
bool is_index_output(std::string_view name);

// The last part of a path.
std::string_view file_name(std::string_view path);

}  // namespace secondsite::cohort
