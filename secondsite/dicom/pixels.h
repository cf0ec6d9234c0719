#pragma once
// The pixels of a DICOM image: decoded, cut to the bits that are stored, and as values of the
// modality (HU and their like).

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/context.h"
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
  std::string decoder;               // "native", or the library: "DCMTK", "CharLS", "OpenJPEG"
  std::string complaint;             // the decoder's warning that the frame is damaged; empty: none
  std::vector<std::int32_t> stored;  // masked to BitsStored below HighBit, sign extended
  // Values of the modality: by the Modality LUT where there is one, else slope and intercept.
  std::vector<float> value;
  std::string unit;  // "HU" for CT, the header's Rescale Type, or empty
  double slope = 1;
  double intercept = 0;
  bool has_modality_lut = false;
  LookupTable modality_lut;
  std::optional<std::int32_t> padding;  // stored value that the header declares, sign repaired
  std::vector<image::Window> windows;   // as the header has them; strings such as "00500" are 500
  LookupTable voi_lut;                  // beats the windows where usable
  bool repaired = false;                // wrapped HU were unwrapped (hounsfield_fault.h)
  bool inverted = false;  // MONOCHROME1: grey levels are to be inverted, last and once
};

// A frame has at most so many samples (8192 x 8192); more is refused before memory is taken.
constexpr std::uint64_t most_samples = std::uint64_t{1} << 26;

// One image file, opened once: its header is read, and any of its frames can be decoded. Memory is
// kept from frame to frame and from file to file. Not thread-safe: one a thread. Damaged bytes end
// in an error, never in more: "dicom.not-decodable" with the transfer syntax and the library's
// word, "dicom.truncated", "dicom.no-pixels", "dicom.not-dicom", "file.unreadable".
class ImageReader {
 public:
  ImageReader();
  ~ImageReader();
  ImageReader(ImageReader&&) noexcept;
  ImageReader& operator=(ImageReader&&) noexcept;

  core::Status open(const std::string& path);
  // The bytes of a whole file, which must outlive the reader's use of them; `name` says in errors
  // what they are.
  core::Status open_bytes(std::string_view bytes, const std::string& name);

  std::uint32_t frames() const;
  // Decodes frame `frame` (from 0) into `out`, whose memory is used again.
  core::Status decode(std::uint32_t frame, Pixels& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

core::Result<Pixels> decode_pixels(const std::string& path, std::uint32_t frame = 0);
// The same of the bytes of a whole file in memory.
core::Result<Pixels> decode_pixels_in(std::string_view bytes, const std::string& name,
                                      std::uint32_t frame = 0);

// Decodes many frames on the context's threads. `take(i, outcome, pixels)` is called once for each
// request, from any thread, in no order; `pixels` is the frame where `outcome` is no error, and is
// overwritten after the call. A file whose frames follow each other is opened once a thread. Stops
// early where the context says so: requests that were not decoded are not taken.
struct FrameRequest {
  std::string path;
  std::uint32_t frame = 0;
};
void decode_frames(std::span<const FrameRequest> requests, const core::Context& context,
                   const std::function<void(std::size_t, const core::Status&, Pixels&)>& take);

// Grey levels in [0, 1]: VOI LUT if there is one, else the first usable window, else the span of
// the values without padding; inverted once where MONOCHROME1.
std::vector<float> display(const Pixels& pixels);

}  // namespace secondsite::dicom
