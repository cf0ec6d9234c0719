#pragma once
// A known fault of CT collections (some of RSNA's intracranial haemorrhage images, 2019): values
// that were written without a sign in 12 bits, with an intercept as if they had one. What lies
// below -1000 wraps to the top, so air is white.

#include <cstdint>

#include "secondsite/dicom/pixels.h"

namespace secondsite::dicom {

// Bits Stored 12, Pixel Representation 0 and Rescale Intercept above -100: then no HU below -100
// can be stated, and a CT has air. The signature by which those who worked with the collection tell
// the faulty images.
bool has_wrapped_hounsfield(std::uint32_t bits_stored, bool is_signed, double intercept);

// Their rule, which gives the HU that were meant: add 1000, wrap at 4096, intercept -1000. Does
// nothing and says false where the signature is not there, or the unit is not HU.
bool repair_wrapped_hounsfield(Pixels& pixels);

}  // namespace secondsite::dicom
