#pragma once
// Decoders of compressed frames: one entry of codecs/ for each kind of code stream that DICOM
// wraps.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::dicom {

// What the header says of one frame.
struct FrameLayout {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t samples = 1;  // of one pixel
  std::uint32_t bits_allocated = 16;
  std::uint32_t bits_stored = 16;
  std::uint32_t high_bit = 15;
  bool is_signed = false;
  bool planar = false;  // colour by colour, not pixel by pixel
  std::string photometric;

  std::size_t count() const { return std::size_t{rows} * columns * samples; }
};

// Samples of one frame as a codec leaves them: in the order of the machine, pixel by pixel.
struct Samples {
  std::vector<unsigned char> bytes;
  std::uint32_t width = 2;  // bytes of a sample: 1, 2 or 4
  std::string complaint;    // the library's warning that the code stream is damaged; empty: none
};

struct Codec {
  std::string_view id;  // "jpeg-ls"
  std::string_view title;
  std::string_view library;  // what decodes
  // Transfer syntaxes (PS3.5 annex A).
  std::vector<std::string_view> syntaxes;
  // Decodes the code stream of one frame, whole or not at all: damaged bytes are an error
  // ("dicom.not-decodable"), and so is a stream whose rows, columns or samples are not those of the
  // layout. Called on several threads at once. `out` may hold memory of an earlier frame; its
  // complaint is empty.
  core::Status (*decode)(std::span<const unsigned char> code, const FrameLayout& layout,
                         Samples& out) = nullptr;
  std::string_view reference;
};

namespace codecs {
std::span<const Codec> all();
}

// The codec of a transfer syntax, or nullptr.
const Codec* codec_of(std::string_view transfer_syntax);

// The error of a codec: "dicom.not-decodable", with its word.
core::Error code_stream_error(std::string_view library, std::string_view why);

// An error where a code stream has another shape than the header declares.
core::Status same_shape(std::string_view library, const FrameLayout& layout, std::uint64_t rows,
                        std::uint64_t columns, std::uint64_t samples);

}  // namespace secondsite::dicom
