#pragma once
// What a header says of the pixels: how they are stored, what values they stand for, how they are
// shown.

#include <optional>
#include <vector>

#include "secondsite/dicom/codec.h"
#include "secondsite/dicom/pixels.h"
#include "secondsite/dicom/scan.h"

namespace secondsite::dicom {

// The elements that the functions below read.
const Selection& pixel_selection();
ScanLimits pixel_limits();  // lookup tables are longer than what an index keeps

FrameLayout read_layout(const Header& header);
std::uint32_t read_frame_count(const Header& header);

// Slope, intercept, unit, padding, windows and lookup tables of frame `out.frame`: at the top, or
// in the functional groups.
void read_meaning(const Header& header, const FrameLayout& layout, Pixels& out);

}  // namespace secondsite::dicom
