#include "secondsite/evaluation/inputs.h"

#include <algorithm>
#include <filesystem>

#include "secondsite/core/hash.h"

namespace secondsite::evaluation {

namespace fs = std::filesystem;
using core::Error;
using core::Result;

namespace {

// "hospital.sqlite#scans" is a table of the file before the #.
std::string file_of(const std::string& path) {
  return path.substr(0, path.find('#'));
}

}  // namespace

Result<std::string> hash_of(const std::string& path) {
  std::error_code fault;
  if (!fs::is_directory(path, fault)) return core::sha256_file(path);
  std::vector<std::string> names;
  fs::recursive_directory_iterator entry(path, fault);
  const auto unreadable = [&] {
    return Error("file.unreadable", "the folder cannot be read: " + fault.message(),
                 {.file = path});
  };
  if (fault) return unreadable();
  for (const fs::recursive_directory_iterator end; entry != end; entry.increment(fault)) {
    if (fault) return unreadable();
    std::error_code not_a_file;
    if (entry->is_regular_file(not_a_file))
      names.push_back(fs::relative(entry->path(), path, not_a_file).generic_string());
  }
  if (fault) return unreadable();
  std::sort(names.begin(), names.end());
  std::string lines;
  for (const std::string& name : names) {
    auto content = core::sha256_file((fs::path(path) / name).string());
    if (!content) return content;
    lines += name + "\n" + *content + "\n";
  }
  return core::sha256(lines);
}

Result<std::vector<InputFile>> hashed_inputs(const Request& request) {
  std::vector<InputFile> inputs;
  std::vector<std::string> paths;
  for (const TableRequest& table : request.tables) {
    const std::string path = file_of(table.path);
    std::error_code fault;
    if (fs::exists(path, fault) && !fs::is_regular_file(path, fault) &&
        !fs::is_directory(path, fault))
      return Error("file.unreadable",
                   "this is a pipe or a device; a table is read twice, once to be hashed",
                   {.file = path}, "save it to a file first");
    paths.push_back(table.path);
  }
  if (request.masks)
    for (const std::string& path : request.masks->paths()) paths.push_back(path);
  if (request.marks)
    for (const std::string& path : request.marks->paths()) paths.push_back(path);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const bool is_table = i < request.tables.size();
    auto hash = hash_of(is_table ? file_of(paths[i]) : paths[i]);
    if (!hash) return std::move(hash).error().while_doing("opening the cohort");
    inputs.push_back({paths[i], std::move(*hash), 0, 0});
  }
  return inputs;
}

}  // namespace secondsite::evaluation
