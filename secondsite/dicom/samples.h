#pragma once
// From the bytes of one decoded frame to stored values and values of the modality.

#include <span>

#include "secondsite/dicom/codec.h"
#include "secondsite/dicom/pixels.h"

namespace secondsite::dicom {

// Fills `out.stored` and `out.value` (slope, intercept and Modality LUT of `out` are read). Bits
// above HighBit are dropped (old overlays), the sign is extended from there. `width` bytes a
// sample, pixel by pixel; `big_endian`: of the bytes. Errors: "dicom.truncated" where bytes are
// missing.
core::Status take_samples(std::span<const unsigned char> bytes, std::uint32_t width,
                          bool big_endian, const FrameLayout& layout, Pixels& out);

// A native frame as the header describes it: of one bit a pixel (from bit `bit` on), colour by
// colour, or YBR_FULL_422, into samples pixel by pixel. False where the bytes can be taken as they
// are.
bool unpack_native(std::span<const unsigned char> bytes, unsigned bit, const FrameLayout& layout,
                   Samples& out);

}  // namespace secondsite::dicom
