#pragma once
// What a reader outlined, as pixels: outlines filled slice by slice, holes taken out.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "secondsite/cohort/lidc_xml.h"
#include "secondsite/core/finding.h"

namespace secondsite::readers {

// Pixels of one slice as (y << 16) + x, ascending; x and y from 0 to 65535.
using Pixels = std::vector<std::uint32_t>;

// The pixels inside a polygon whose corners are pixel centres, by the even-odd rule; the polygon is
// closed from its last point to its first. `with_outline`: the points themselves belong to it, as
// does every pixel centre on an edge. Without it only what lies within counts; an outline that
// encloses nothing (a line, one point) then stands for its own points. Points outside 0 … 65535
// are left out.
Pixels filled(const std::vector<cohort::lidc::Point>& points, bool with_outline);

// Is the last point the first one again, or its neighbour (8-connected)?
bool is_closed(const std::vector<cohort::lidc::Point>& points);

// The slices of a series, numbered. Two images at one place (z within 0.05 mm) are one slice: some
// series hold each slice twice, and readers outlined the one image or the other. `by_image`: every
// SOP Instance UID is a slice of its own. A UID with several z has that of its first outline; where
// z is not a number, the UID alone tells slices apart.
struct Slices {
  std::map<std::string, std::uint32_t> of_image;  // by SOP Instance UID
  std::vector<double> z_mm;                       // of each slice; NaN where unknown
  // The smallest distance between outlined slices; 0 where there are not two.
  double step_mm = 0;
};
Slices slices_of(const cohort::lidc::ReadMessage& message, bool by_image);

struct FilledMark {
  std::map<std::uint32_t, Pixels> slice;  // by the slice's number
  std::uint64_t pixels = 0;
};
// Outlines that are not closed are filled as if they were, and counted as "readers.open-outline".
FilledMark filled(const cohort::lidc::Mark& mark, const Slices& slices, bool with_outline,
                  const std::string& file, core::Findings& findings);

// Pixels that both have, slice by slice.
std::uint64_t shared_pixels(const FilledMark& a, const FilledMark& b);
// Do they share a pixel of two slices side by side?
bool overlap_next(const FilledMark& a, const FilledMark& b, const Slices& slices);

}  // namespace secondsite::readers
