#pragma once
// Where the bytes of each frame of an image lie: by arithmetic where pixel data are native, by
// fragments and offset tables (PS3.5 annex A.4) where they are encapsulated.

#include <cstdint>
#include <span>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/dicom/byte_source.h"
#include "secondsite/dicom/codec.h"
#include "secondsite/dicom/header.h"

namespace secondsite::dicom {

class FrameBytes {
 public:
  // `header` is that of `source` and says where the pixel data begin. Fragments belong to frames by
  // the extended or basic offset table, by being as many as the frames, or by the marks with which
  // code streams begin. Errors: "dicom.not-decodable" where none of that tells; "dicom.truncated".
  core::Status locate(ByteSource& source, const Header& header, const FrameLayout& layout,
                      std::uint32_t frames);

  // The bytes of one frame, valid until the next call: of native data with `bit` set to the first
  // bit of the frame within the first byte (frames of one bit a pixel are not aligned).
  core::Result<std::span<const unsigned char>> at(ByteSource& source, std::uint32_t frame,
                                                  unsigned& bit);

 private:
  struct Fragment {
    std::uint64_t at = 0;
    std::uint64_t size = 0;
  };

  core::Status walk(ByteSource& source, std::uint64_t at);
  bool assign_by(std::span<const std::uint64_t> offsets);
  bool assign_by_marks(ByteSource& source, std::uint32_t frames);

  bool encapsulated_ = false;
  std::uint64_t native_at_ = 0;
  std::uint64_t native_end_ = 0;
  std::uint64_t frame_bits_ = 0;
  std::uint64_t most_code_ = 0;   // a longer code stream cannot be one of such a frame
  std::uint64_t first_item_ = 0;  // what offsets count from
  std::vector<Fragment> fragments_;
  std::vector<std::size_t> first_of_;  // by frame, and one more: its first fragment
  std::vector<unsigned char> joined_;
};

// Bits of one native frame. YBR_FULL_422 has two samples a pixel, though the header says three.
std::uint64_t native_frame_bits(const FrameLayout& layout);

}  // namespace secondsite::dicom
