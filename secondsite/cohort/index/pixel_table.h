#pragma once
// What the pixels of the images say: an optional pass that decodes every image once.

#include "secondsite/cohort/index/build_index.h"
#include "secondsite/cohort/write_table.h"

namespace secondsite::cohort::index {

// One row an image: least, greatest and mean value, shares at the ends of the scale, suspicions,
// for CT the peaks of air, fat and soft tissue in HU and whether they are plausible, for
// radiographs how header, texts and pixels agree. The middle frame stands for several. Counts what
// is odd in `findings`; what cannot be decoded is "index.not-decoded". Same bytes on any number of
// threads. Only files in a folder are decoded.
NamedTable pixel_table(const Index& index, const core::Context& context, core::Findings& findings,
                       bool repair_hounsfield = false);

}  // namespace secondsite::cohort::index
