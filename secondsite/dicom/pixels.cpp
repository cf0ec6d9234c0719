#include "secondsite/dicom/pixels.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <gdcmImageReader.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <sstream>

#include "secondsite/core/text.h"
#include "secondsite/dicom/library.h"
#include "secondsite/dicom/values.h"

namespace secondsite::dicom {
namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{4} << 30;

struct Layout {
  std::uint32_t bits_allocated = 16;
  std::uint32_t high_bit = 15;
};

core::Error undecodable(const std::string& path, const std::string& why) {
  return core::Error("dicom.not-decodable", why, {.file = path});
}

// Bytes of one frame as samples of the machine.
template <typename T>
void widen(const unsigned char* bytes, std::size_t count, std::vector<std::int32_t>& out) {
  out.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, bytes + i * sizeof(T), sizeof(T));
    out[i] = static_cast<std::int32_t>(value);
  }
}

// Drops what lies above HighBit (old overlays) and extends the sign from there.
void cut_bits(Pixels& pixels, std::uint32_t high_bit) {
  const std::uint32_t bits = std::clamp(pixels.bits_stored, 1U, 32U);
  const std::uint32_t shift = high_bit + 1 > bits ? high_bit + 1 - bits : 0;
  if (bits >= 32) return;
  const std::uint32_t mask = (1U << bits) - 1;
  const std::uint32_t sign = 1U << (bits - 1);
  for (std::int32_t& value : pixels.stored) {
    const std::uint32_t kept = (static_cast<std::uint32_t>(value) >> shift) & mask;
    value = pixels.is_signed
                ? static_cast<std::int32_t>(kept ^ sign) - static_cast<std::int32_t>(sign)
                : static_cast<std::int32_t>(kept);
  }
}

core::Status take_frame(const unsigned char* bytes, std::size_t size, const Layout& layout,
                        Pixels& pixels) {
  const std::size_t count = std::size_t{pixels.rows} * pixels.columns * pixels.samples;
  if (layout.bits_allocated == 1) {
    if (size < (count + 7) / 8) return core::Error("dicom.truncated", "fewer bytes than pixels");
    pixels.stored.resize(count);
    for (std::size_t i = 0; i < count; ++i) pixels.stored[i] = bytes[i / 8] >> (i % 8) & 1;
    return core::Done{};
  }
  const std::size_t width = layout.bits_allocated / 8;
  if ((width != 1 && width != 2 && width != 4) || size / width < count)
    return core::Error("dicom.truncated", "fewer bytes than pixels");
  if (width == 1)
    widen<std::uint8_t>(bytes, count, pixels.stored);
  else if (width == 2)
    widen<std::uint16_t>(bytes, count, pixels.stored);
  else
    widen<std::uint32_t>(bytes, count, pixels.stored);
  cut_bits(pixels, layout.high_bit);
  return core::Done{};
}

// Puts the fragments of the only frame together: without an offset table DCMTK takes each for a
// frame. False where there is nothing to put together.
bool join_fragments(DcmElement& element) {
  auto* data = dynamic_cast<DcmPixelData*>(&element);
  if (data == nullptr) return false;
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  DcmPixelSequence* sequence = nullptr;
  data->getOriginalRepresentationKey(syntax, parameter);
  if (data->getEncapsulatedRepresentation(syntax, parameter, sequence).bad() ||
      sequence == nullptr || sequence->card() < 3)
    return false;
  std::vector<Uint8> whole;
  DcmPixelItem* item = nullptr;
  for (unsigned long i = 1; i < sequence->card(); ++i) {
    Uint8* bytes = nullptr;
    if (sequence->getItem(item, i).bad() || item->getUint8Array(bytes).bad() || bytes == nullptr)
      return false;
    whole.insert(whole.end(), bytes, bytes + item->getLength());
  }
  while (sequence->card() > 2 && sequence->remove(item, 2).good()) delete item;
  return sequence->getItem(item, 1).good() &&
         item->putUint8Array(whole.data(), static_cast<unsigned long>(whole.size())).good();
}

core::Status decode_with_dcmtk(DcmDataset& dataset, const Layout& layout, Pixels& pixels) {
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad() || element == nullptr)
    return core::Error("dicom.no-pixels", "there is no pixel data");
  const std::uint64_t bits =
      std::uint64_t{pixels.rows} * pixels.columns * pixels.samples * layout.bits_allocated;
  if (layout.bits_allocated == 1) {  // frames are not aligned to bytes
    Uint8* bytes = nullptr;
    unsigned long size = 0;
    if (pixels.frame != 0 || element->getUint8Array(bytes).bad() || bytes == nullptr)
      return core::Error("dicom.not-decodable", "frames of one bit are read one by one only");
    size = element->getLength();
    return take_frame(bytes, size, layout, pixels);
  }
  std::vector<unsigned char> frame((bits / 8 + 1) / 2 * 2 + 2);
  Uint32 fragment = 0;
  OFString colour;
  const auto decode = [&] {
    fragment = 0;
    return element->getUncompressedFrame(&dataset, pixels.frame, fragment, frame.data(),
                                         static_cast<Uint32>(frame.size()), colour);
  };
  OFCondition done = decode();
  if (done.bad() && pixels.frames == 1 && join_fragments(*element)) done = decode();
  if (done.bad()) return core::Error("dicom.not-decodable", std::string("DCMTK: ") + done.text());
  return take_frame(frame.data(), frame.size(), layout, pixels);
}

// Where the bytes are: in a file, or in memory (`bytes`).
struct Input {
  std::string path;
  std::optional<std::string_view> bytes;
};

core::Status decode_with_gdcm(const Input& input, Layout layout, Pixels& pixels) {
  gdcm::ImageReader reader;
  std::istringstream stream;
  if (input.bytes) {
    stream.str(std::string(*input.bytes));
    reader.SetStream(stream);
  } else {
    reader.SetFileName(input.path.c_str());
  }
  if (!reader.Read()) return core::Error("dicom.not-decodable", "GDCM cannot read the image");
  const gdcm::Image& image = reader.GetImage();
  const std::uint64_t whole = image.GetBufferLength();
  if (whole == 0 || whole > most_bytes)
    return core::Error("dicom.not-decodable", "GDCM gives no buffer");
  std::vector<char> buffer(whole);
  if (!image.GetBuffer(buffer.data()))
    return core::Error("dicom.not-decodable", "GDCM cannot decode the pixel data");
  const gdcm::PixelFormat& format = image.GetPixelFormat();
  layout.bits_allocated = format.GetBitsAllocated();
  pixels.samples = format.GetSamplesPerPixel();
  // The code stream may say other bits and another sign than the header: the header's count.
  const std::size_t frame_bytes =
      std::size_t{pixels.rows} * pixels.columns * pixels.samples * layout.bits_allocated / 8;
  if (frame_bytes == 0 || (pixels.frame + std::uint64_t{1}) * frame_bytes > whole)
    return core::Error("dicom.truncated", "fewer frames than declared");
  return take_frame(
      reinterpret_cast<const unsigned char*>(buffer.data()) + pixels.frame * frame_bytes,
      frame_bytes, layout, pixels);
}

// The table in a LUT sequence's first item.
LookupTable table_of(DcmItem& dataset, const DcmTagKey& sequence, bool is_signed) {
  LookupTable out;
  DcmItem* item = nullptr;
  if (dataset.findAndGetSequenceItem(sequence, item, 0).bad() || item == nullptr) return out;
  DcmElement* descriptor = nullptr;
  Uint16 numbers[3] = {0, 0, 16};
  if (item->findAndGetElement(DCM_LUTDescriptor, descriptor).bad()) return out;
  for (unsigned long i = 0; i < 3; ++i) {
    Sint16 as_signed = 0;
    if (descriptor->getUint16(numbers[i], i).bad() && descriptor->getSint16(as_signed, i).good())
      numbers[i] = static_cast<Uint16>(as_signed);
  }
  out.first = is_signed ? static_cast<Sint16>(numbers[1]) : static_cast<std::int32_t>(numbers[1]);
  out.bits = numbers[2];
  const Uint16* entries = nullptr;
  unsigned long count = 0;
  if (item->findAndGetUint16Array(DCM_LUTData, entries, &count).bad() || entries == nullptr)
    return out;
  const unsigned long wanted = numbers[0] == 0 ? 65536 : numbers[0];
  out.entries.assign(entries, entries + std::min(count, wanted));
  return out;
}

void read_windows(DcmItem& dataset, Pixels& pixels) {
  const std::string function = text(dataset, DCM_VOILUTFunction);
  for (unsigned long i = 0; i < 16; ++i) {
    const auto centre = number(dataset, DCM_WindowCenter, i);
    const auto width = number(dataset, DCM_WindowWidth, i);
    if (!centre || !width) return;
    pixels.windows.push_back({*centre, *width,
                              function == "SIGMOID"        ? image::Window::Function::sigmoid
                              : function == "LINEAR_EXACT" ? image::Window::Function::linear_exact
                                                           : image::Window::Function::linear});
  }
}

// Padding is written in the sign of the pixels, or as the same bits without it: 63536 is -2000.
void read_padding(DcmItem& dataset, Pixels& pixels) {
  Uint16 as_unsigned = 0;
  Sint16 as_signed = 0;
  if (dataset.findAndGetSint16(DCM_PixelPaddingValue, as_signed).good())
    pixels.padding = as_signed;
  else if (dataset.findAndGetUint16(DCM_PixelPaddingValue, as_unsigned).good())
    pixels.padding = as_unsigned;
  if (!pixels.padding) return;
  if (pixels.is_signed && *pixels.padding > 32767) *pixels.padding -= 65536;
  if (!pixels.is_signed && *pixels.padding < 0) *pixels.padding += 65536;
}

// The item that holds rescale values: the top, or the functional group of this frame or shared.
void read_rescale(DcmDataset& dataset, Pixels& pixels, const std::string& modality) {
  auto slope = number(dataset, DCM_RescaleSlope);
  auto intercept = number(dataset, DCM_RescaleIntercept);
  std::string type = text(dataset, DCM_RescaleType);
  for (const DcmTagKey& root :
       {DCM_PerFrameFunctionalGroupsSequence, DCM_SharedFunctionalGroupsSequence}) {
    if (slope) break;
    DcmItem* group = nullptr;
    DcmItem* transformation = nullptr;
    const long place =
        root == DCM_SharedFunctionalGroupsSequence ? 0 : static_cast<long>(pixels.frame);
    if (dataset.findAndGetSequenceItem(root, group, place).bad() || group == nullptr ||
        group->findAndGetSequenceItem(DCM_PixelValueTransformationSequence, transformation, 0)
            .bad())
      continue;
    slope = number(*transformation, DCM_RescaleSlope);
    intercept = number(*transformation, DCM_RescaleIntercept);
    type = text(*transformation, DCM_RescaleType);
  }
  pixels.slope = slope.value_or(1);
  pixels.intercept = intercept.value_or(0);
  pixels.unit = modality == "CT" && (type.empty() || type == "HU") ? "HU" : type;
}

OFCondition load(const Input& input, DcmFileFormat& file) {
  if (!input.bytes) return file.loadFile(input.path.c_str());
  DcmInputBufferStream stream;
  stream.setBuffer(input.bytes->data(), static_cast<offile_off_t>(input.bytes->size()));
  stream.setEos();
  file.transferInit();
  const OFCondition done = file.read(stream);
  file.transferEnd();
  // The stream goes out of scope: what was left in it for later is read now.
  const OFCondition whole = file.loadAllDataIntoMemory();
  return done.bad() ? done : whole;
}

core::Result<Pixels> decode(const Input& input, std::uint32_t frame, Decoder with) {
  const std::string& path = input.path;
  register_decoders();
  DcmFileFormat file;
  const OFCondition loaded = load(input, file);
  DcmDataset& dataset = *file.getDataset();
  // What is cut behind its pixels (a missing delimiter) is still an image.
  if (loaded.bad() && !word(dataset, DCM_Rows))
    return undecodable(path, std::string("DCMTK cannot read it: ") + loaded.text());
  Pixels out;
  Layout layout;
  out.rows = word(dataset, DCM_Rows).value_or(0);
  out.columns = word(dataset, DCM_Columns).value_or(0);
  out.samples = word(dataset, DCM_SamplesPerPixel).value_or(1);
  layout.bits_allocated = word(dataset, DCM_BitsAllocated).value_or(16);
  out.bits_stored =
      word(dataset, DCM_BitsStored).value_or(static_cast<Uint16>(layout.bits_allocated));
  layout.high_bit = word(dataset, DCM_HighBit).value_or(static_cast<Uint16>(out.bits_stored - 1));
  out.is_signed = word(dataset, DCM_PixelRepresentation).value_or(0) == 1;
  out.photometric = text(dataset, DCM_PhotometricInterpretation);
  out.inverted = out.photometric == "MONOCHROME1";
  const double frames = number(dataset, DCM_NumberOfFrames).value_or(1);
  out.frames = frames >= 1 && frames < 1e6 ? static_cast<std::uint32_t>(frames) : 1;
  out.frame = frame;
  const std::uint64_t frame_bits =
      std::uint64_t{out.rows} * out.columns * out.samples * layout.bits_allocated;
  if (frame_bits == 0 || frame_bits / 8 > most_bytes)
    return undecodable(path, "the declared size of a frame cannot be");
  if (frame >= out.frames) return undecodable(path, "there is no such frame");

  const DcmXfer syntax(dataset.getOriginalXfer());
  const std::string_view uid = syntax.getXferID();
  const bool jpeg_2000 = uid.starts_with("1.2.840.10008.1.2.4.9");
  std::string reasons;
  bool decoded = false;
  for (const bool gdcm_turn : {jpeg_2000, !jpeg_2000}) {
    if (with != Decoder::either && (with == Decoder::gdcm) != gdcm_turn) continue;
    // GDCM ends the process by an assertion on damaged JPEG bytes, so it is asked for JPEG 2000
    // only.
    if (with == Decoder::either && gdcm_turn && !jpeg_2000) continue;
    const auto status =
        gdcm_turn ? decode_with_gdcm(input, layout, out) : decode_with_dcmtk(dataset, layout, out);
    if (status) {
      out.decoder = gdcm_turn ? "GDCM" : "DCMTK";
      decoded = true;
      break;
    }
    reasons += (reasons.empty() ? "" : "; ") + status.error().what();
  }
  if (!decoded)
    return undecodable(path, "transfer syntax " + std::string(uid) + " (" + syntax.getXferName() +
                                 "): " + reasons);

  read_padding(dataset, out);
  read_rescale(dataset, out, text(dataset, DCM_Modality));
  read_windows(dataset, out);
  const LookupTable modality = table_of(dataset, DCM_ModalityLUTSequence, out.is_signed);
  out.has_modality_lut = modality.usable();
  out.value.resize(out.stored.size());
  for (std::size_t i = 0; i < out.stored.size(); ++i)
    out.value[i] = static_cast<float>(
        modality.usable() ? modality.at(out.stored[i]) : out.stored[i] * out.slope + out.intercept);
  out.voi_lut = table_of(dataset, DCM_VOILUTSequence, out.is_signed);
  return out;
}

}  // namespace

double LookupTable::at(double input) const {
  const double place = std::clamp(input - first, 0.0, static_cast<double>(entries.size() - 1));
  return entries[static_cast<std::size_t>(place)];
}

core::Result<Pixels> decode_pixels(const std::string& path, std::uint32_t frame, Decoder with) {
  return decode({path, std::nullopt}, frame, with);
}

core::Result<Pixels> decode_pixels_in(std::string_view bytes, const std::string& name,
                                      std::uint32_t frame) {
  return decode({name, bytes}, frame, Decoder::either);
}

std::vector<float> display(const Pixels& pixels) {
  if (pixels.voi_lut.usable()) {
    const double most = std::pow(2.0, std::clamp(pixels.voi_lut.bits, 1U, 16U)) - 1;
    std::vector<float> out(pixels.value.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double level =
          std::min(1.0, pixels.voi_lut.at(static_cast<double>(pixels.value[i])) / most);
      out[i] = static_cast<float>(pixels.inverted ? 1 - level : level);
    }
    return out;
  }
  for (const image::Window& window : pixels.windows)
    if (window.width >= 2) return image::grey(pixels.value, window, pixels.inverted);
  // No window that could be meant: the span of what is not padding.
  float least = std::numeric_limits<float>::max();
  float most = std::numeric_limits<float>::lowest();
  for (std::size_t i = 0; i < pixels.value.size(); ++i) {
    if (pixels.padding && pixels.stored[i] == *pixels.padding) continue;
    least = std::min(least, pixels.value[i]);
    most = std::max(most, pixels.value[i]);
  }
  const double width = std::max(1e-6, static_cast<double>(most) - static_cast<double>(least));
  return image::grey(
      pixels.value,
      {static_cast<double>(least) + width / 2, width, image::Window::Function::linear_exact},
      pixels.inverted);
}

}  // namespace secondsite::dicom
