// The pixels of any bytes that may be a DICOM file: fragments, every codec, lookup tables, display.
#include <cstdint>
#include <string_view>

#include "secondsite/dicom/pixels.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace secondsite::dicom;
  static ImageReader reader;
  static Pixels pixels;
  if (!reader.open_bytes({reinterpret_cast<const char*>(bytes), size}, "fuzz")) return 0;
  for (const std::uint32_t frame : {0U, reader.frames() - 1})
    if (reader.decode(frame, pixels) && pixels.samples == 1) (void)display(pixels);
  return 0;
}
