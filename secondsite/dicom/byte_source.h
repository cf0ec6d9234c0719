#pragma once
// Bytes that a scan walks: of a file, read piece by piece, or in memory.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::dicom {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;
  // The bytes [at, at + count), valid until the next call; nullptr where the source ends before.
  // `count` is small: callers ask for element headers and for values that they keep.
  virtual const unsigned char* need(std::uint64_t at, std::size_t count) = 0;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  const unsigned char* need(std::uint64_t at, std::size_t count) override {
    if (at > bytes_.size() || count > bytes_.size() - at) return nullptr;
    return reinterpret_cast<const unsigned char*>(bytes_.data()) + at;
  }

 private:
  std::string_view bytes_;
};

// A file through one window that moves forward. Opening again reuses the window's memory.
class FileSource final : public ByteSource {
 public:
  FileSource() = default;
  ~FileSource() override { close(); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  core::Status open(const std::string& path);
  void close();
  std::uint64_t size() const override { return size_; }
  const unsigned char* need(std::uint64_t at, std::size_t count) override {
    if (at >= begin_ && at - begin_ <= held_ && count <= held_ - (at - begin_))
      return window_.data() + (at - begin_);
    return refill(at, count);
  }

 private:
  const unsigned char* refill(std::uint64_t at, std::size_t count);

  int file_ = -1;
  std::uint64_t size_ = 0;
  std::uint64_t begin_ = 0;
  std::size_t held_ = 0;
  std::vector<unsigned char> window_;
};

}  // namespace secondsite::dicom
