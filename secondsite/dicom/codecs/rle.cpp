#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcrledec.h>

#include "secondsite/dicom/codec.h"

namespace secondsite::dicom::codecs {
namespace {

constexpr std::string_view rle_library = "DCMTK";

std::uint32_t little(std::span<const unsigned char> code, std::size_t at) {
  return std::uint32_t{code[at]} | std::uint32_t{code[at + 1]} << 8 |
         std::uint32_t{code[at + 2]} << 16 | std::uint32_t{code[at + 3]} << 24;
}

// PS3.5 annex G: a header of 64 bytes, then one run-length coded segment for each byte of each
// sample, most significant byte first.
core::Status decode_rle(std::span<const unsigned char> code, const FrameLayout& layout,
                        Samples& out) {
  if (code.size() < 64) return code_stream_error(rle_library, "shorter than its header");
  out.width = layout.bits_allocated / 8;
  const std::size_t pixels = std::size_t{layout.rows} * layout.columns;
  const std::size_t segments = std::size_t{out.width} * layout.samples;
  if (out.width == 0 || out.width == 3 || out.width > 4 || segments > 15)
    return code_stream_error(rle_library, "samples of " + std::to_string(layout.bits_allocated) +
                                              " bits cannot be run-length coded");
  if (little(code, 0) != segments)
    return code_stream_error(rle_library, std::to_string(little(code, 0)) + " segments where " +
                                              std::to_string(segments) + " must be");
  out.bytes.resize(pixels * segments);
  DcmRLEDecoder decoder(pixels);
  for (std::size_t s = 0; s < segments; ++s) {
    const std::size_t begin = little(code, 4 + 4 * s);
    const std::size_t next = s + 1 < segments ? little(code, 8 + 4 * s) : code.size();
    if (begin < 64 || begin > code.size() || next < begin || next > code.size())
      return code_stream_error(rle_library, "a segment lies outside the frame");
    decoder.clear();
    // It does not write to its input. What it finds too much is padding at the end of a segment.
    (void)decoder.decompress(const_cast<unsigned char*>(code.data() + begin), next - begin);
    if (decoder.size() < pixels) return code_stream_error(rle_library, "a segment ends too early");
    const auto* bytes = static_cast<const unsigned char*>(decoder.getOutputBuffer());
    const std::size_t sample = s / out.width;
    const std::size_t place = out.width - 1 - s % out.width;
    unsigned char* to = out.bytes.data() + sample * out.width + place;
    for (std::size_t i = 0; i < pixels; ++i) to[i * segments] = bytes[i];
  }
  return core::Done{};
}

}  // namespace

Codec rle() {
  return {.id = "rle",
          .title = "RLE lossless",
          .library = rle_library,
          .syntaxes = {"1.2.840.10008.1.2.5"},
          .decode = decode_rle,
          .reference = "PS3.5 annex G"};
}

}  // namespace secondsite::dicom::codecs
