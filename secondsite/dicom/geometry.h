#pragma once
// Where an image lies in the patient, as its header says, and whether the slices of a series make
// one regular volume. Positions decide; thickness, slice location and stated tilt are only
// reported.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/dicom/header.h"

namespace secondsite::dicom {

// One slice or frame. LPS, millimetres.
struct Plane {
  std::array<double, 3> position{};     // centre of the first pixel
  std::array<double, 6> orientation{};  // direction of a row, then of a column
};

struct ImageGeometry {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t frames = 1;
  // Between rows, between columns; of a radiograph at the detector where nothing else is stated.
  std::optional<std::array<double, 2>> spacing_mm;
  bool spacing_at_detector = false;
  std::optional<double> thickness_mm;
  std::optional<double> stated_tilt_deg;
  std::uint32_t mosaic_tiles = 0;  // of a Siemens mosaic: many slices in one image; 0: none
  std::vector<Plane> planes;       // one a frame; empty where the header does not say
};

// Reads the top level or, of enhanced objects, the functional groups (shared ones serve every
// frame). At most `most_frames` planes.
ImageGeometry read_geometry(const Header& header, std::size_t most_frames = 20'000);

enum class StackVerdict : std::uint8_t {
  regular,   // one volume
  tilted,    // regular, sheared: positions step along another direction than the normal
  missing,   // regular but for gaps of whole slices
  uneven,    // slices at uneven distances: refused as one volume
  repeated,  // several slices at each position, equally many: phases, echoes or copies
  mixed,     // several orientations, or positions that lie on no line
  single,    // one slice
  unknown,   // no positions
};
std::string_view name(StackVerdict verdict);

struct Stack {
  StackVerdict verdict = StackVerdict::unknown;
  std::size_t slices = 0;
  std::size_t positions = 0;  // distinct
  std::size_t missing = 0;    // whole slices that the gaps lack
  double spacing_mm = 0;      // median distance along the normal
  double step_mm = 0;         // median distance between positions; more than spacing where tilted
  double least_step_mm = 0;
  double most_step_mm = 0;
  double tilt_deg = 0;             // between the normal and the direction of the positions
  std::string steps;               // "4.22 x 13, 1.14, 7.38 x 13"
  std::vector<std::size_t> order;  // of the planes, along the normal
  bool one_volume() const {
    return verdict == StackVerdict::regular || verdict == StackVerdict::tilted;
  }
};

// Distances agree within 1 % of their median or 0.05 mm; orientations within 1e-3; tilt counts from
// 0.5 degrees on.
Stack judge_stack(std::span<const Plane> planes);

}  // namespace secondsite::dicom
