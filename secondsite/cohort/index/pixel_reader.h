#pragma once
// Pixels and bytes of the files of an index, in a folder or in a zip.

#include <optional>
#include <string>
#include <unordered_map>

#include "secondsite/cohort/index/archive.h"
#include "secondsite/cohort/index/record.h"
#include "secondsite/dicom/pixels.h"

namespace secondsite::cohort::index {

// Not thread-safe: one a thread. `root` is what the index was made of. With `repair_hounsfield`
// wrapped HU are unwrapped (dicom/hounsfield_fault.h).
class PixelReader {
 public:
  explicit PixelReader(std::string root, bool repair_hounsfield = false);

  // Frame `frame` of a file into `out`, whose memory is used again. Errors: those of
  // dicom::ImageReader; what cannot be read.
  core::Status decode(const Record& record, std::uint32_t frame, dicom::Pixels& out);
  const std::string& root() const { return root_; }
  // The whole file. Of a zip, 1 GiB at most: "index.unreadable-file" beyond.
  core::Result<std::string> bytes(const Record& record);

 private:
  core::Result<std::string> inflated(const Record& record);

  std::string root_;
  bool repairs_ = false;
  std::optional<Archive> archive_;  // the zip, where it is one
  std::unordered_map<std::string, std::uint64_t> entries_;
  dicom::ImageReader image_;
  std::string held_path_;  // the file that was read last, and its bytes where it lies in the zip
  std::string held_;
};

}  // namespace secondsite::cohort::index
