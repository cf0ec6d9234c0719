#pragma once
// The pixels of a DICOM image: decoded, cut to the bits that are stored, and as values of the
// modality (HU and their like).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/image/windowing.h"

namespace secondsite::dicom {

// A lookup table of the header: Modality LUT or VOI LUT (PS3.3 C.11.1, C.11.2).
struct LookupTable {
  std::vector<std::uint16_t> entries;
  std::int32_t first =
      0;  // the input of the first entry; below it the first, above the last serves
  std::uint32_t bits = 16;
  bool usable() const { return !entries.empty(); }
  double at(double input) const;
};

struct Pixels {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t frame = 0;
  std::uint32_t frames = 1;
  std::uint32_t samples = 1;  // of one pixel; colours are interleaved in `stored`
  std::uint32_t bits_stored = 0;
  bool is_signed = false;
  std::string photometric;
  std::string decoder;               // "DCMTK" or "GDCM"
  std::vector<std::int32_t> stored;  // masked to BitsStored below HighBit, sign extended
  // Values of the modality: by the Modality LUT where there is one, else slope and intercept.
  std::vector<float> value;
  std::string unit;  // "HU" for CT, the header's Rescale Type, or empty
  double slope = 1;
  double intercept = 0;
  bool has_modality_lut = false;
  std::optional<std::int32_t> padding;  // stored value that the header declares, sign repaired
  std::vector<image::Window> windows;   // as the header has them; strings such as "00500" are 500
  LookupTable voi_lut;                  // beats the windows where usable
  bool inverted = false;  // MONOCHROME1: grey levels are to be inverted, last and once
};

// Decodes frame `frame` (from 0) of a file: DCMTK for native, RLE, JPEG and JPEG-LS; GDCM for JPEG
// 2000 alone, because damaged JPEG bytes end the process within GDCM. Errors: "dicom.not-decodable"
// with the transfer syntax and both libraries' word. Declared sizes are checked against the bytes
// before memory is taken.
enum class Decoder : std::uint8_t { either, dcmtk, gdcm };  // one of them alone: for tests
core::Result<Pixels> decode_pixels(const std::string& path, std::uint32_t frame = 0,
                                   Decoder with = Decoder::either);
// The same of the bytes of a whole file in memory; `name` says in errors what they are.
core::Result<Pixels> decode_pixels_in(std::string_view bytes, const std::string& name,
                                      std::uint32_t frame = 0);

// Grey levels in [0, 1]: VOI LUT if there is one, else the first usable window, else the span of
// the values without padding; inverted once where MONOCHROME1.
std::vector<float> display(const Pixels& pixels);

}  // namespace secondsite::dicom
