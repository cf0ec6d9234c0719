#include "secondsite/dicom/reference_decoder.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gdcmImageReader.h>

#include "secondsite/dicom/library.h"
#include "secondsite/dicom/samples.h"

namespace secondsite::dicom {
namespace {

core::Error failed(const std::string& path, const std::string& why) {
  return {"dicom.not-decodable", why, {.file = path}};
}

FrameLayout layout_of(DcmDataset& dataset) {
  const auto word = [&](const DcmTagKey& key, std::uint32_t otherwise) {
    Uint16 value = 0;
    return dataset.findAndGetUint16(key, value).good() ? value : otherwise;
  };
  FrameLayout out;
  out.rows = word(DCM_Rows, 0);
  out.columns = word(DCM_Columns, 0);
  out.samples = word(DCM_SamplesPerPixel, 1);
  out.bits_allocated = word(DCM_BitsAllocated, 16);
  out.bits_stored = word(DCM_BitsStored, out.bits_allocated);
  out.high_bit = word(DCM_HighBit, out.bits_stored - 1);
  out.is_signed = word(DCM_PixelRepresentation, 0) == 1;
  return out;
}

core::Result<std::vector<std::int32_t>> stored(std::span<const unsigned char> bytes,
                                               const FrameLayout& layout, const std::string& path) {
  Pixels out;
  if (auto taken = take_samples(bytes, layout.bits_allocated / 8, false, layout, out); !taken)
    return failed(path, taken.error().what());
  return std::move(out.stored);
}

}  // namespace

core::Result<std::vector<std::int32_t>> decode_with_dcmtk(const std::string& path,
                                                          std::uint32_t frame) {
  register_decoders();
  DcmFileFormat file;
  const OFCondition loaded = file.loadFile(path.c_str());
  DcmDataset& dataset = *file.getDataset();
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad() || element == nullptr)
    return failed(path, std::string("DCMTK finds no pixel data: ") + loaded.text());
  const FrameLayout layout = layout_of(dataset);
  const std::size_t size = layout.count() * (layout.bits_allocated / 8);
  std::vector<unsigned char> bytes(size + size % 2);  // it asks for an even number
  Uint32 fragment = 0;
  OFString colour;
  const OFCondition done = element->getUncompressedFrame(&dataset, frame, fragment, bytes.data(),
                                                         static_cast<Uint32>(bytes.size()), colour);
  if (done.bad()) return failed(path, std::string("DCMTK: ") + done.text());
  return stored(bytes, layout, path);
}

core::Result<std::vector<std::int32_t>> decode_with_gdcm(const std::string& path,
                                                         std::uint32_t frame) {
  silence_libraries();
  gdcm::ImageReader reader;
  reader.SetFileName(path.c_str());
  if (!reader.Read()) return failed(path, "GDCM cannot read the image");
  const gdcm::Image& image = reader.GetImage();
  std::vector<char> buffer(image.GetBufferLength());
  if (buffer.empty() || !image.GetBuffer(buffer.data()))
    return failed(path, "GDCM cannot decode the pixel data");
  const gdcm::PixelFormat& format = image.GetPixelFormat();
  FrameLayout layout;
  layout.rows = image.GetRows();
  layout.columns = image.GetColumns();
  layout.samples = format.GetSamplesPerPixel();
  layout.bits_allocated = format.GetBitsAllocated();
  layout.bits_stored = format.GetBitsStored();
  layout.high_bit = format.GetHighBit();
  layout.is_signed = format.GetPixelRepresentation() == 1;
  const std::size_t frame_bytes = layout.count() * (layout.bits_allocated / 8);
  if (frame_bytes == 0 || (frame + std::size_t{1}) * frame_bytes > buffer.size())
    return failed(path, "GDCM gives fewer frames than declared");
  const auto* bytes = reinterpret_cast<const unsigned char*>(buffer.data());
  return stored({bytes + frame * frame_bytes, frame_bytes}, layout, path);
}

}  // namespace secondsite::dicom
