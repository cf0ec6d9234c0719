#pragma once
// What the pixels of the images say: an optional pass that decodes every image once.

#include "secondsite/cohort/index/build_index.h"
#include "secondsite/cohort/index/look.h"
#include "secondsite/cohort/write_table.h"

namespace secondsite::cohort::index {

struct PixelPass {
  std::vector<std::size_t> images;  // into Index::records
  std::vector<Looked> looked;       // one an image
  // Of the CT volumes in HU, all slices together; by volume, and no peaks elsewhere.
  std::vector<image::HounsfieldPeaks> volume_peaks;
  bool stopped = false;
};

// Decodes and looks at every image, wrapped HU unwrapped if asked. The same answer on any number of
// threads.
PixelPass look_at_pixels(const Index& index, const core::Context& context,
                         bool repair_hounsfield = false);

// Counts what is odd in Index::findings, and lets the pixels have their word on the view: the
// covariate "view" of a radiograph becomes the three-way verdict of header, text and pixels
// (dicom/view_verdict.h). What cannot be decoded is "index.not-decoded".
void apply_pixels(const PixelPass& pass, Index& index);

// One row an image: least and greatest value, shares at the ends of the scale, suspicions, how a
// chest stands, for CT the peaks of air, fat and soft tissue in HU and whether they are plausible.
NamedTable pixel_table(const Index& index, const PixelPass& pass);

// The cells that describe one look, and their names, for other tables of pixels.
std::vector<std::string> look_columns();
std::vector<std::string> look_numbers();  // of these, those that hold numbers
std::vector<std::string> look_cells(const Looked& looked);
// Counts what is odd about one image.
void count_look(const Looked& looked, const core::Location& where, core::Findings& findings);

}  // namespace secondsite::cohort::index
