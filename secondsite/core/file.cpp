#include "secondsite/core/file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace secondsite::core {
namespace {
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
}

Result<std::string> read_file(const std::string& path) {
  std::error_code fault;
  if (std::filesystem::is_directory(path, fault))
    return Error("file.unreadable", "this is a folder, not a file", {.file = path});
  const File file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file)
    return Error(errno == ENOENT ? "file.not-found" : "file.unreadable",
                 "cannot open the file: " + std::string(std::strerror(errno)), {.file = path});
  std::string content;
  char buffer[1 << 16];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get()))
    content.append(buffer, got);
  if (std::ferror(file.get()) != 0)
    return Error("file.unreadable", "reading stopped before the end of the file", {.file = path});
  return content;
}

Status write_file(const std::string& wanted, std::string_view content) {
  // A link is written through; a pipe or device is never replaced by a file.
  std::error_code unresolved;
  const auto resolved = std::filesystem::canonical(wanted, unresolved);
  const std::string path = unresolved ? wanted : resolved.string();
  if (!unresolved && !std::filesystem::is_regular_file(path, unresolved))
    return Error("file.unwritable", "this is a folder, pipe or device, not a file",
                 {.file = wanted});
  const std::string draft = path + "." + std::to_string(::getpid()) + ".part";
  File file(std::fopen(draft.c_str(), "wb"), &std::fclose);
  if (!file)
    return Error("file.unwritable", "cannot write: " + std::string(std::strerror(errno)),
                 {.file = path});
  const bool written = std::fwrite(content.data(), 1, content.size(), file.get()) == content.size();
  const bool closed = std::fclose(file.release()) == 0;
  std::error_code fault;
  if (written && closed) std::filesystem::rename(draft, path, fault);
  if (!written || !closed || fault) {
    std::filesystem::remove(draft, fault);
    return Error("file.unwritable", "the file could not be written to its end", {.file = path});
  }
  return Done{};
}

Status make_folder(const std::string& path) {
  std::error_code fault;
  std::filesystem::create_directories(path, fault);
  if (fault)
    return Error("file.unwritable", "cannot make the folder: " + fault.message(), {.file = path});
  return Done{};
}

}  // namespace secondsite::core
