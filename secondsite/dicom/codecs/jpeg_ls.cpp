#include <charls/charls.h>

#include <memory>

#include "secondsite/dicom/codec.h"

namespace secondsite::dicom::codecs {
namespace {

constexpr std::string_view jpeg_ls_library = "CharLS";
constexpr auto good = charls::jpegls_errc::success;

struct Destroy {
  void operator()(charls_jpegls_decoder* decoder) const { charls_jpegls_decoder_destroy(decoder); }
};

core::Error jpeg_ls_failed(charls_jpegls_errc fault) {
  return code_stream_error(jpeg_ls_library, charls_get_error_message(fault));
}

// Colour by colour to pixel by pixel.
void interleave(std::size_t pixels, std::uint32_t samples, std::uint32_t width,
                std::vector<unsigned char>& bytes) {
  const std::vector<unsigned char> planes = bytes;
  for (std::size_t i = 0; i < pixels; ++i)
    for (std::uint32_t s = 0; s < samples; ++s)
      for (std::uint32_t b = 0; b < width; ++b)
        bytes[(i * samples + s) * width + b] = planes[(s * pixels + i) * width + b];
}

// CharLS 2.4.1 counts to 2^32 where a scan reaches the end of the buffer in the middle of a symbol,
// and refuses at once where it reaches a marker: there is always one.
std::span<const unsigned char> with_end_mark(std::span<const unsigned char> code,
                                             std::vector<unsigned char>& copy) {
  const std::size_t size = code.size();
  if (size >= 2 && code[size - 2] == 0xff && code[size - 1] == 0xd9) return code;
  copy.assign(code.begin(), code.end());
  copy.push_back(0xff);
  copy.push_back(0xd9);
  return copy;
}

core::Status decode_jpeg_ls(std::span<const unsigned char> given, const FrameLayout& layout,
                            Samples& out) {
  std::vector<unsigned char> copy;
  const auto code = with_end_mark(given, copy);
  const std::unique_ptr<charls_jpegls_decoder, Destroy> decoder(charls_jpegls_decoder_create());
  if (!decoder) return code_stream_error(jpeg_ls_library, "no memory");
  charls_jpegls_decoder* const d = decoder.get();
  charls_frame_info info{};
  charls_interleave_mode mode{};
  std::size_t size = 0;
  auto fault = charls_jpegls_decoder_set_source_buffer(d, code.data(), code.size());
  if (fault == good) fault = charls_jpegls_decoder_read_header(d);
  if (fault == good) fault = charls_jpegls_decoder_get_frame_info(d, &info);
  if (fault != good) return jpeg_ls_failed(fault);
  if (auto same = same_shape(jpeg_ls_library, layout, info.height, info.width,
                             static_cast<std::uint64_t>(info.component_count));
      !same)
    return same;
  fault = charls_jpegls_decoder_get_interleave_mode(d, &mode);
  if (fault == good) fault = charls_jpegls_decoder_get_destination_size(d, 0, &size);
  if (fault != good) return jpeg_ls_failed(fault);
  out.width = info.bits_per_sample <= 8 ? 1 : 2;
  if (size != layout.count() * out.width)
    return code_stream_error(jpeg_ls_library, "the code stream gives another number of bytes");
  out.bytes.resize(size);
  fault = charls_jpegls_decoder_decode_to_buffer(d, out.bytes.data(), size, 0);
  if (fault != good) return jpeg_ls_failed(fault);
  if (layout.samples > 1 && mode == charls::interleave_mode::none)
    interleave(std::size_t{layout.rows} * layout.columns, layout.samples, out.width, out.bytes);
  return core::Done{};
}

}  // namespace

Codec jpeg_ls() {
  return {.id = "jpeg-ls",
          .title = "JPEG-LS, lossless and near-lossless",
          .library = jpeg_ls_library,
          .syntaxes = {"1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"},
          .decode = decode_jpeg_ls,
          .reference = "ISO/IEC 14495-1; PS3.5 A.4.3"};
}

}  // namespace secondsite::dicom::codecs
