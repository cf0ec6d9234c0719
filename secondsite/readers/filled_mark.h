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

struct FilledMark {
  std::map<std::string, Pixels> slice;  // by SOP Instance UID
  std::map<std::string, double> z_mm;   // of each slice
  std::uint64_t pixels = 0;
};
// Outlines that are not closed are filled as if they were, and counted as "readers.open-outline".
FilledMark filled(const cohort::lidc::Mark& mark, bool with_outline, const std::string& file,
                  core::Findings& findings);

// Do they share a pixel of a slice, or of two slices not further apart than step_mm? 0: of a slice.
bool overlap(const FilledMark& a, const FilledMark& b, double step_mm);
// Pixels that both have, slice by slice.
std::uint64_t shared_pixels(const FilledMark& a, const FilledMark& b);

}  // namespace secondsite::readers
