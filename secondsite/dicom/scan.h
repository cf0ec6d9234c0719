#pragma once
// Reads the header of a DICOM file in one pass and bounded memory, and stops at the pixels.
//
// Explicit and implicit VR, both byte orders, deflated (through DCMTK's stream filter), with and
// without preamble or meta information, defined and undefined lengths. Broken files give what could
// be read, with their oddities marked. What does not begin as a data set is an error
// ("dicom.not-dicom"). Tests hold every element against DCMTK on real files; benchmarks/dicom_index
// says what the own pass gains over GDCM's Scanner.

#include <span>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/dicom/byte_source.h"
#include "secondsite/dicom/header.h"

namespace secondsite::dicom {

struct PrivateTag {
  std::string_view creator_begins;  // "SIEMENS MR HEADER"
  std::uint16_t group;
  std::uint8_t element;
};

// Which elements a scan keeps. Lists are sorted.
struct Selection {
  std::vector<Tag> top;        // kept at the top level
  std::vector<Tag> nested;     // kept within the sequences below
  std::vector<Tag> sequences;  // entered, wherever they stand
  std::vector<PrivateTag> privates;
  bool everything = false;  // for tests: all elements at the top and in `sequences`
};

// What covariates, geometry and pixel facts need.
const Selection& index_selection();

struct ScanLimits {
  std::size_t value_bytes = 4096;    // longer values are not kept
  std::size_t depth = 32;            // sequences within sequences: nothing deeper is kept
  std::size_t levels = 200'000;      // what is deeper is passed over, down to so many levels
  std::size_t elements = 200'000;    // kept elements
  std::size_t inflated = 16U << 20;  // bytes of a deflated data set that are looked at
};

// Reads a bare data set in explicit little endian from its first byte on: what a deflated file
// holds.
void scan_data_set(ByteSource& source, const Selection& selection, Header& header,
                   const ScanLimits& limits = {});

// Fills `header` (cleared first). `limits` bound memory and time for any input.
core::Status scan(ByteSource& source, const Selection& selection, Header& header,
                  const ScanLimits& limits = {});

}  // namespace secondsite::dicom
