#include "secondsite/cohort/index/archive.h"

#include <zip.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace secondsite::cohort::index {

struct Archive::Handle {
  std::string path;
  zip_t* zip = nullptr;
  ~Handle() {
    if (zip != nullptr) zip_discard(zip);
  }
};

Archive::Archive(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Archive::~Archive() = default;
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;

core::Result<Archive> Archive::open(const std::string& path) {
  auto handle = std::make_unique<Handle>();
  handle->path = path;
  int fault = 0;
  handle->zip = zip_open(path.c_str(), ZIP_RDONLY, &fault);
  if (handle->zip == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, fault);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    return core::Error("index.broken-archive", "the zip cannot be read: " + why, {.file = path});
  }
  return Archive(std::move(handle));
}

std::vector<WalkedFile> Archive::files(core::Findings& findings) const {
  std::vector<WalkedFile> out;
  const zip_int64_t entries = zip_get_num_entries(handle_->zip, 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    zip_stat_t state;
    zip_stat_init(&state);
    if (zip_stat_index(handle_->zip, static_cast<zip_uint64_t>(i), 0, &state) != 0 ||
        (state.valid & ZIP_STAT_NAME) == 0)
      continue;
    const std::string path = state.name;
    if (path.empty() || path.back() == '/') continue;
    const std::string name = path.substr(path.rfind('/') + 1);
    if (name.starts_with("._") || name == ".DS_Store" || path.starts_with("__MACOSX/")) {
      findings.add(core::Severity::note, "index.apple-file", {},
                   "what macOS leaves beside files, not data", {.file = path});
      continue;
    }
    if ((state.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && state.encryption_method != ZIP_EM_NONE) {
      findings.add(core::Severity::excluded, "index.encrypted", {},
                   "an encrypted file in a zip cannot be read", {.file = path});
      continue;
    }
    out.push_back({path, (state.valid & ZIP_STAT_SIZE) != 0 ? state.size : 0,
                   (state.valid & ZIP_STAT_CRC) != 0 ? std::int64_t{state.crc} : 0,
                   static_cast<std::uint64_t>(i)});
  }
  std::sort(out.begin(), out.end(),
            [](const WalkedFile& a, const WalkedFile& b) { return a.path < b.path; });
  return out;
}

core::Result<std::string> Archive::front(std::uint64_t entry, std::size_t most) const {
  zip_file_t* file = zip_fopen_index(handle_->zip, entry, 0);
  if (file == nullptr)
    return core::Error("index.unreadable-file", "a file in the zip cannot be opened",
                       {.file = handle_->path});
  std::string out;
  char buffer[1 << 14];
  while (out.size() < most) {
    const zip_int64_t got =
        zip_fread(file, buffer, std::min<std::size_t>(sizeof buffer, most - out.size()));
    if (got < 0) {
      zip_fclose(file);
      return core::Error("index.unreadable-file", "a file in the zip does not inflate",
                         {.file = handle_->path});
    }
    if (got == 0) break;
    out.append(buffer, static_cast<std::size_t>(got));
  }
  zip_fclose(file);
  return out;
}

bool is_archive(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return false;
  char head[4] = {};
  const bool read = std::fread(head, 1, 4, file) == 4;
  std::fclose(file);
  return read &&
         (std::memcmp(head, "PK\x03\x04", 4) == 0 || std::memcmp(head, "PK\x05\x06", 4) == 0);
}

}  // namespace secondsite::cohort::index
