#pragma once
// One image looked at: its grey levels as they would be shown, and what they say for themselves.

#include <optional>
#include <string>
#include <vector>

#include "secondsite/cohort/index/pixel_reader.h"
#include "secondsite/image/chest_pose.h"
#include "secondsite/image/hounsfield.h"
#include "secondsite/image/pixel_facts.h"

namespace secondsite::cohort::index {

// An image as it would be shown.
struct Seen {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::vector<float> value;  // of the modality (HU); of colours, the level
  std::vector<float> level;  // in [0, 1]: VOI LUT or window, MONOCHROME1 inverted once
  std::string unit;
  std::string decoder;
  std::string complaint;          // of the decoder, about damage
  std::optional<double> padding;  // a value
  bool padding_undeclared = false;
  bool repaired = false;  // wrapped HU
  bool has_colours = false;
};

// Is it a NIfTI, NRRD or MetaImage volume? These are read from folders alone.
bool is_volume_file(const Record& record);
// Is it a PNG or JPEG file? These too.
bool is_picture(const Record& record);
// The middle frame of several, the middle slice of a volume. A CT without a window is shown in
// [-160, 240] HU.
core::Result<Seen> see(PixelReader& reader, const Record& record);
// A PNG or JPEG file, levels as stored.
core::Result<Seen> see_picture(const std::string& path);
// A file that a table names, below the reader's root: a picture, a volume, or else DICOM (its first
// frame). `kind`: its modality, as far as it is known.
core::Result<Seen> see_file(PixelReader& reader, const std::string& file, const std::string& kind);

// What is known of the image beside its pixels.
struct About {
  bool is_projection = false;  // a radiograph or a mammogram
  bool is_chest = false;       // a radiograph whose body part or dataset names the chest
  bool may_be_chest = false;   // a radiograph of which nothing says another part
};

struct Looked {
  bool decoded = false;
  std::string why;  // not decoded
  std::string decoder;
  std::string complaint;
  bool padding_undeclared = false;
  bool repaired = false;
  std::string unit;
  double least = 0;  // values of the modality
  double most = 0;
  image::PixelFacts facts;
  bool inverted_suspected = false;
  image::ChestPose pose;  // of radiographs that may be chests
  // What the pixels say of the plane: "frontal", "not frontal" (of chests alone), or nothing.
  std::string plane;
  image::HounsfieldPeaks peaks;  // CT in HU
  image::HounsfieldCheck check;
};
Looked look_at(const Seen& seen, const About& about);

// A small PNG, at most `most_side` pixels a side; empty where there is nothing to show.
std::string thumbnail_of(const Seen& seen, std::uint32_t most_side = 112);

}  // namespace secondsite::cohort::index
