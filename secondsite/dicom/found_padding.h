#pragma once
// Padding that no element declares: one value outside the reconstructed circle of a CT, far below
// air.

#include <cstdint>
#include <optional>

#include "secondsite/dicom/pixels.h"

namespace secondsite::dicom {

// The least stored value of a frame in HU, where it lies below -1100 HU, at least 100 HU below the
// next value, and is that of at least one pixel in a hundred. Nothing where the unit is not HU, or
// where the declared padding is that value. Of GE's scanners -2000 stored is -3024 HU.
std::optional<std::int32_t> undeclared_padding(const Pixels& pixels);

}  // namespace secondsite::dicom
