#include "secondsite/dicom/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace secondsite::dicom {
namespace {
// Most headers fit; a longer one costs one more read for each window.
constexpr std::size_t window_bytes = 16 << 10;
}  // namespace

core::Status FileSource::open(const std::string& path) {
  close();
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat state {};
  if (file_ < 0 || ::fstat(file_, &state) != 0 || !S_ISREG(state.st_mode)) {
    const std::string why = file_ < 0 ? std::strerror(errno) : "not a regular file";
    close();
    return core::Error("file.unreadable", "cannot open the file: " + why, {.file = path});
  }
  size_ = static_cast<std::uint64_t>(state.st_size);
  return core::Done{};
}

void FileSource::close() {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
  size_ = begin_ = 0;
  held_ = 0;
}

const unsigned char* FileSource::refill(std::uint64_t at, std::size_t count) {
  if (at > size_ || count > size_ - at) return nullptr;
  const std::size_t wanted =
      static_cast<std::size_t>(std::min<std::uint64_t>(std::max(count, window_bytes), size_ - at));
  if (window_.size() < wanted) window_.resize(wanted);
  begin_ = at;
  held_ = 0;
  while (held_ < wanted) {
    const ssize_t got =
        ::pread(file_, window_.data() + held_, wanted - held_, static_cast<off_t>(at + held_));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    held_ += static_cast<std::size_t>(got);
  }
  return held_ >= count ? window_.data() : nullptr;
}

}  // namespace secondsite::dicom
