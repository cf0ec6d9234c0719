#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmjpeg/djcparam.h>
#include <dcmtk/dcmjpeg/djdijg12.h>
#include <dcmtk/dcmjpeg/djdijg16.h>
#include <dcmtk/dcmjpeg/djdijg8.h>

#include <memory>

#include "secondsite/dicom/codec.h"
#include "secondsite/dicom/library.h"

// DCMTK's three builds of the IJG library (8, 12 and 16 bits): baseline, extended, progressive and
// lossless.
namespace secondsite::dicom::codecs {
namespace {

constexpr std::string_view jpeg_library = "DCMTK";

struct Start {  // of a frame: its SOF segment
  std::uint32_t precision = 0;
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t components = 0;
};

// Walks the marker segments up to the start of the frame (ISO/IEC 10918-1 B.2.2).
Start find_start(std::span<const unsigned char> code) {
  Start out;
  for (std::size_t at = 2; at + 9 < code.size();) {
    if (code[at] != 0xff) return out;
    const unsigned char marker = code[at + 1];
    if (marker == 0xff) {  // fill byte
      ++at;
      continue;
    }
    if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {  // without a length
      at += 2;
      continue;
    }
    const std::size_t length = std::size_t{code[at + 2]} << 8 | code[at + 3];
    const bool starts =
        marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (starts) {
      out.precision = code[at + 4];
      out.rows = std::uint32_t{code[at + 5]} << 8 | code[at + 6];
      out.columns = std::uint32_t{code[at + 7]} << 8 | code[at + 8];
      out.components = code[at + 9];
      return out;
    }
    if (marker == 0xd9 || marker == 0xda || length < 2) return out;
    at += 2 + length;
  }
  return out;
}

// Each scan of a progressive image costs a pass over all blocks, however few bytes it has. Within
// entropy-coded bytes ff is never followed by da.
bool too_many_scans(std::span<const unsigned char> code) {
  constexpr int most = 500;
  int scans = 0;
  for (std::size_t at = 0; at + 1 < code.size(); ++at)
    if (code[at] == 0xff && code[at + 1] == 0xda && ++scans > most) return true;
  return false;
}

const DJCodecParameter& parameters() {
  static const DJCodecParameter value(ECC_lossyYCbCr, EDC_photometricInterpretation, EUC_default,
                                      EPC_default);
  return value;
}

// Where entropy-coded bytes make no sense, the IJG library warns and goes on with what it has.
template <typename Decoder>
class Warned final : public Decoder {
 public:
  Warned(bool is_ybr, bool& warned)
      : Decoder(parameters(), is_ybr ? OFTrue : OFFalse), warned_(warned) {}
  void emitMessage(int level) const override { warned_ = warned_ || level < 0; }

 private:
  bool& warned_;
};

std::unique_ptr<DJDecoder> decoder_of(std::uint32_t precision, bool is_ybr, bool& warned) {
  if (precision <= 8) return std::make_unique<Warned<DJDecompressIJG8Bit>>(is_ybr, warned);
  if (precision <= 12) return std::make_unique<Warned<DJDecompressIJG12Bit>>(is_ybr, warned);
  return std::make_unique<Warned<DJDecompressIJG16Bit>>(is_ybr, warned);
}

core::Status decode_jpeg(std::span<const unsigned char> code, const FrameLayout& layout,
                         Samples& out) {
  silence_libraries();
  if (code.size() < 4 || code[0] != 0xff || code[1] != 0xd8)
    return code_stream_error(jpeg_library, "the fragment does not begin as a JPEG image");
  const Start start = find_start(code);
  if (start.precision < 2 || start.precision > 16)
    return code_stream_error(jpeg_library, "the JPEG image has no start of frame");
  if (auto same = same_shape(jpeg_library, layout, start.rows, start.columns, start.components);
      !same)
    return same;
  if (too_many_scans(code))
    return code_stream_error(jpeg_library, "more than 500 scans in one image");
  bool warned = false;
  const auto decoder = decoder_of(start.precision, layout.photometric.starts_with("YBR"), warned);
  OFCondition done = decoder->init();
  if (done.good()) {
    out.width = decoder->bytesPerSample();
    out.bytes.resize(layout.count() * out.width);
    // It does not write to its input.
    done =
        decoder->decode(const_cast<unsigned char*>(code.data()), static_cast<Uint32>(code.size()),
                        out.bytes.data(), static_cast<Uint32>(out.bytes.size()), layout.is_signed);
  }
  if (done.bad())
    return code_stream_error(jpeg_library,
                             done == EJ_Suspension ? "the JPEG image ends too early" : done.text());
  if (warned) out.complaint = "DCMTK: the entropy-coded bytes of the JPEG image make no sense";
  return core::Done{};
}

}  // namespace

Codec jpeg() {
  return {
      .id = "jpeg",
      .title = "JPEG baseline, extended, progressive and lossless",
      .library = jpeg_library,
      .syntaxes = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.53",
                   "1.2.840.10008.1.2.4.55", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70"},
      .decode = decode_jpeg,
      .reference = "ISO/IEC 10918-1; PS3.5 A.4.1"};
}

}  // namespace secondsite::dicom::codecs
