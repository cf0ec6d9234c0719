// The codecs on any code stream of a small frame. Byte 0 chooses the codec; bits of byte 1: signed,
// eight bits, three samples.
#include <cstdint>

#include "secondsite/dicom/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace secondsite::dicom;
  if (size < 2) return 0;
  const auto all = codecs::all();
  const Codec& codec = all[bytes[0] % all.size()];
  FrameLayout layout;
  layout.rows = layout.columns = 24;
  layout.is_signed = (bytes[1] & 1U) != 0;
  layout.bits_allocated = (bytes[1] & 2U) != 0 ? 8 : 16;
  layout.bits_stored = layout.bits_allocated;
  layout.samples = (bytes[1] & 4U) != 0 ? 3 : 1;
  if (layout.samples == 3) layout.photometric = "YBR_FULL_422";
  static Samples samples;
  if (codec.decode({bytes + 2, size - 2}, layout, samples) &&
      samples.bytes.size() != layout.count() * samples.width)
    __builtin_trap();
  return 0;
}
