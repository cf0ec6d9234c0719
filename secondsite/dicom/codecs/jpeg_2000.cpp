#include <openjpeg-2.5/openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "secondsite/core/text.h"
#include "secondsite/dicom/codec.h"

// OpenJPEG decodes JPEG 2000 and, since 2.5, high-throughput JPEG 2000.
namespace secondsite::dicom::codecs {
namespace {

constexpr std::string_view jpeg_2000_library = "OpenJPEG";

struct Cursor {
  std::span<const unsigned char> code;
  std::size_t at = 0;
};

OPJ_SIZE_T read(void* to, OPJ_SIZE_T count, void* user) {
  auto& cursor = *static_cast<Cursor*>(user);
  const std::size_t got = std::min<std::size_t>(count, cursor.code.size() - cursor.at);
  if (got == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(to, cursor.code.data() + cursor.at, got);
  cursor.at += got;
  return got;
}

OPJ_OFF_T skip(OPJ_OFF_T count, void* user) {
  auto& cursor = *static_cast<Cursor*>(user);
  if (count < 0) return -1;
  const std::size_t left = cursor.code.size() - cursor.at;
  const std::size_t passed = std::min(static_cast<std::size_t>(count), left);
  cursor.at += passed;
  return passed == 0 && count > 0 ? -1 : static_cast<OPJ_OFF_T>(passed);
}

OPJ_BOOL seek(OPJ_OFF_T to, void* user) {
  auto& cursor = *static_cast<Cursor*>(user);
  if (to < 0 || static_cast<std::size_t>(to) > cursor.code.size()) return OPJ_FALSE;
  cursor.at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}

template <auto destroy>
struct By {
  template <typename T>
  void operator()(T* object) const {
    destroy(object);
  }
};
using Stream = std::unique_ptr<opj_stream_t, By<opj_stream_destroy>>;
using OpenJpegDecoder = std::unique_ptr<opj_codec_t, By<opj_destroy_codec>>;
using Image = std::unique_ptr<opj_image_t, By<opj_image_destroy>>;

// The first thing that it complains of is the cause; the rest follows.
void note_first(const char* message, void* user) {
  auto& first = *static_cast<std::string*>(user);
  if (first.empty()) first = core::trim(message);
}
void ignore(const char*, void*) {}

core::Error jpeg_2000_failed(const std::string& complaint) {
  return code_stream_error(jpeg_2000_library,
                           complaint.empty() ? "the code stream is not whole" : complaint);
}

bool is_jp2(std::span<const unsigned char> code) {
  constexpr unsigned char signature[] = {0, 0, 0, 12, 'j', 'P', ' ', ' '};
  return code.size() > sizeof signature &&
         std::equal(std::begin(signature), std::end(signature), code.begin());
}

core::Status take_components(const opj_image_t& image, const FrameLayout& layout, Samples& out) {
  const std::size_t pixels = std::size_t{layout.rows} * layout.columns;
  out.width = 4;
  out.bytes.resize(layout.count() * 4);
  for (std::uint32_t s = 0; s < layout.samples; ++s) {
    const opj_image_comp_t& component = image.comps[s];
    if (component.data == nullptr || component.w != layout.columns || component.h != layout.rows)
      return code_stream_error(jpeg_2000_library, "a component has another size than the image");
    if (layout.samples == 1) {
      std::memcpy(out.bytes.data(), component.data, pixels * 4);
      continue;
    }
    for (std::size_t i = 0; i < pixels; ++i)
      std::memcpy(out.bytes.data() + (i * layout.samples + s) * 4, component.data + i, 4);
  }
  return core::Done{};
}

// The library ends the process at a damaged high-throughput block (marker CAP, 0xFF50): at a byte
// above 0x8F behind 0xFF, which block data never has and only markers between tile parts may be.
bool has_impossible_block(std::span<const unsigned char> code) {
  bool high_throughput = false;
  bool in_tile = false;
  for (std::size_t i = 0; i + 1 < code.size(); ++i) {
    if (code[i] != 0xFF || code[i + 1] <= 0x4F) continue;
    const unsigned char next = code[i + 1];
    if (!in_tile) {
      high_throughput = high_throughput || next == 0x50;
      in_tile = next == 0x93;
      if (in_tile && !high_throughput) return false;
      continue;
    }
    if (next > 0x90 && next != 0x93 && next != 0xD9) return true;
  }
  return false;
}

core::Status decode_jpeg_2000(std::span<const unsigned char> code, const FrameLayout& layout,
                              Samples& out) {
  if (has_impossible_block(code))
    return code_stream_error(jpeg_2000_library,
                             "a high-throughput block holds a byte that none can have");
  Cursor cursor{code, 0};
  std::string complaint;
  // The library allocates the buffer; it need not be larger than what is read.
  const std::size_t window = std::clamp<std::size_t>(code.size(), 1024, std::size_t{1} << 20);
  const Stream stream(opj_stream_create(window, OPJ_TRUE));
  const OpenJpegDecoder codec(opj_create_decompress(is_jp2(code) ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
  if (!stream || !codec) return code_stream_error(jpeg_2000_library, "no memory");
  opj_stream_set_user_data(stream.get(), &cursor, nullptr);
  opj_stream_set_user_data_length(stream.get(), code.size());
  opj_stream_set_read_function(stream.get(), read);
  opj_stream_set_skip_function(stream.get(), skip);
  opj_stream_set_seek_function(stream.get(), seek);
  opj_set_error_handler(codec.get(), note_first, &complaint);
  std::string warning;
  opj_set_warning_handler(codec.get(), note_first, &warning);
  opj_set_info_handler(codec.get(), ignore, nullptr);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (!opj_setup_decoder(codec.get(), &parameters)) return jpeg_2000_failed(complaint);
  opj_image_t* read_image = nullptr;
  const bool header = opj_read_header(stream.get(), codec.get(), &read_image) != 0;
  const Image image(read_image);
  if (!header || !image) return jpeg_2000_failed(complaint);
  // Before memory is taken: the size must be that of the header.
  if (auto same = same_shape(jpeg_2000_library, layout, std::uint64_t{image->y1} - image->y0,
                             std::uint64_t{image->x1} - image->x0, image->numcomps);
      !same)
    return same;
  for (OPJ_UINT32 c = 0; c < image->numcomps; ++c)
    if (image->comps[c].dx != 1 || image->comps[c].dy != 1 || image->comps[c].prec > 31)
      return code_stream_error(jpeg_2000_library,
                               "subsampled components, or samples of more than 31 bits");
  if (!opj_decode(codec.get(), stream.get(), image.get())) return jpeg_2000_failed(complaint);
  // A missing end mark is forgiven; what came before it is whole.
  (void)opj_end_decompress(codec.get(), stream.get());
  if (!warning.empty()) out.complaint = "OpenJPEG: " + warning;
  return take_components(*image, layout, out);
}

}  // namespace

Codec jpeg_2000() {
  return {
      .id = "jpeg-2000",
      .title = "JPEG 2000 and high-throughput JPEG 2000, lossless and lossy",
      .library = jpeg_2000_library,
      .syntaxes = {"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.201",
                   "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203"},
      .decode = decode_jpeg_2000,
      .reference = "ISO/IEC 15444-1 and 15444-15; PS3.5 A.4.4"};
}

}  // namespace secondsite::dicom::codecs
