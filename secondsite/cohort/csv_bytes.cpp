#include "secondsite/cohort/csv_bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "secondsite/core/file.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

constexpr std::uint64_t mapped_from = 16 << 20;

Bytes owned(std::string content) {
  auto kept = std::make_shared<const std::string>(std::move(content));
  return {kept, *kept};
}

// Grows without holding two copies where the system can move pages.
class Growing {
 public:
  ~Growing() { std::free(data_); }
  bool reserve(std::size_t capacity) {
    void* moved = std::realloc(data_, capacity);
    if (moved == nullptr) return false;
    data_ = static_cast<char*>(moved);
    capacity_ = capacity;
    return true;
  }
  char* data() { return data_; }
  std::size_t capacity() const { return capacity_; }
  char* release() { return std::exchange(data_, nullptr); }

 private:
  char* data_ = nullptr;
  std::size_t capacity_ = 0;
};

class Inflater {
 public:
  Inflater() { ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK; }
  ~Inflater() { inflateEnd(&stream_); }
  bool ready() const { return ready_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

std::string mebibytes(std::uint64_t bytes) {
  return core::grouped(bytes >> 20) + " MiB";
}

}  // namespace

std::uint64_t ExpansionLimit::bytes(std::uint64_t compressed) const {
  const double by_ratio = ratio * static_cast<double>(compressed);
  if (by_ratio >= static_cast<double>(at_most)) return at_most;
  return std::min(at_most, std::max(always, static_cast<std::uint64_t>(by_ratio)));
}

core::Result<Bytes> read_bytes(const std::string& path) {
  struct stat status {};
  const bool large = ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
                     static_cast<std::uint64_t>(status.st_size) >= mapped_from;
  if (!large) {
    auto content = core::read_file(path);
    if (!content) return content.error();
    return owned(std::move(*content));
  }
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return core::Error("file.unreadable",
                       "cannot open the file: " + std::string(std::strerror(errno)),
                       {.file = path});
  const auto size = static_cast<std::size_t>(status.st_size);
  void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::close(file);
  if (mapped == MAP_FAILED)
    return core::Error("file.unreadable",
                       "cannot map the file: " + std::string(std::strerror(errno)), {.file = path});
  ::madvise(mapped, size, MADV_WILLNEED);
  return Bytes{std::shared_ptr<const void>(
                   mapped, [size](const void* p) { ::munmap(const_cast<void*>(p), size); }),
               {static_cast<const char*>(mapped), size},
               true};
}

void Bytes::rest(std::string_view part) const {
  if (!mapped) return;
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(part.data());
  const std::uintptr_t first = (begin + page - 1) / page * page;
  const std::uintptr_t last = (begin + part.size()) / page * page;
  if (first < last) ::madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
}

bool is_gzip(std::string_view bytes) {
  return bytes.size() >= 3 && bytes[0] == '\x1f' && bytes[1] == '\x8b' && bytes[2] == '\x08';
}

core::Result<Bytes> expand_gzip(std::string_view compressed, const std::string& origin,
                                const core::Context& context, const ExpansionLimit& limit) {
  const std::uint64_t allowed = limit.bytes(compressed.size());
  Inflater inflater;
  Growing out;
  const auto no_memory = [&] {
    return core::Error("table.too-large", "there is no memory for the expanded file",
                       {.file = origin});
  };
  if (!inflater.ready()) return no_memory();
  z_stream& stream = inflater.stream();
  std::size_t taken = 0;
  std::size_t made = 0;
  const auto refill = [&] {
    constexpr std::size_t piece = 1 << 30;  // zlib counts in 32 bits
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data() + taken));
    stream.avail_in = static_cast<uInt>(std::min(piece, compressed.size() - taken));
  };
  if (!out.reserve(
          std::max<std::size_t>(1 << 16, std::min<std::size_t>(compressed.size() * 4, 256 << 20))))
    return no_memory();
  for (;;) {
    if (context.stopped())
      return core::Error("run.interrupted", "reading was stopped", {.file = origin});
    if (made == out.capacity() && !out.reserve(out.capacity() + out.capacity() / 2))
      return no_memory();
    refill();
    const uInt offered = stream.avail_in;
    const auto room = static_cast<uInt>(std::min<std::size_t>(out.capacity() - made, 64 << 20));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + made);
    stream.avail_out = room;
    const int state = inflate(&stream, Z_NO_FLUSH);
    taken += offered - stream.avail_in;
    made += room - stream.avail_out;
    if (made > allowed)
      return core::Error(
          "table.too-large",
          "the file expands to more than " + mebibytes(allowed) + " from " +
              core::grouped(compressed.size()) + " bytes, which no table of scores does",
          {.file = origin},
          "Unpack it (gzip -d) where there is room, look at it, and read the plain file.");
    context.report("expanding " + origin, taken, compressed.size());
    if (state == Z_STREAM_END) {
      if (taken == compressed.size()) break;
      if (!is_gzip(compressed.substr(taken)))
        return core::Error("table.gzip-damaged",
                           "after the end of the compressed data, at byte " + core::grouped(taken) +
                               ", stands something that is not gzip",
                           {.file = origin});
      inflateReset(&stream);
      continue;
    }
    if (state == Z_OK && (stream.avail_out == 0 || taken < compressed.size())) continue;
    if (state == Z_OK || state == Z_BUF_ERROR)
      return core::Error("table.gzip-truncated",
                         "the compressed data stop at byte " + core::grouped(compressed.size()) +
                             " after " + core::grouped(made) +
                             " bytes of text, before their own end",
                         {.file = origin});
    if (state == Z_MEM_ERROR) return no_memory();
    return core::Error("table.gzip-damaged",
                       "the compressed data are damaged at byte " + core::grouped(taken) + " (" +
                           (stream.msg != nullptr ? stream.msg : "no further reason") + ")",
                       {.file = origin});
  }
  if (made > 0 && made < out.capacity()) out.reserve(made);
  char* data = out.release();
  return Bytes{
      std::shared_ptr<const void>(data, [](const void* p) { std::free(const_cast<void*>(p)); }),
      {data, made}};
}

}  // namespace secondsite::cohort
