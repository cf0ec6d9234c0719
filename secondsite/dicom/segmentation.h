#pragma once
// DICOM segmentations (PS3.3 A.51 and, of label maps, A.101): which voxels of which slices belong
// to which segment, and what each segment means.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"
#include "secondsite/dicom/geometry.h"
#include "secondsite/image/volume.h"

namespace secondsite::dicom {

struct CodedName {
  std::string value;    // "T-62000"
  std::string scheme;   // "SRT", "SCT"
  std::string meaning;  // "Liver"
};

struct Segment {
  std::int32_t number = 0;
  std::string label;
  CodedName category;     // "Tissue"
  CodedName type;         // "Liver"
  std::string algorithm;  // AUTOMATIC, SEMIAUTOMATIC, MANUAL
};

enum class SegmentationType : std::uint8_t { binary, fractional, label_map };

struct Segmentation {
  SegmentationType type = SegmentationType::binary;
  std::vector<Segment> segments;
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
  std::uint32_t frames = 0;
  std::vector<std::int32_t> segment_of;    // one a frame; label maps: 0
  std::vector<Plane> planes;               // one a frame; empty where no position is stated
  std::array<double, 2> spacing_mm{1, 1};  // between rows, between columns
  bool states_spacing = false;
  double between_slices_mm = 0;  // as stated: Spacing Between Slices, else thickness; 0: neither
  bool is_step = false;          // it was Spacing Between Slices
  std::uint32_t most = 1;        // fractional: the value that stands for 1
  std::uint32_t bits = 1;        // of a pixel: 1 (packed, frames not aligned), 8 or 16
  std::string pixels;
  // Of the images that it was drawn on; empty where not stated.
  std::string series_uid;
  std::string study_uid;
  std::string sop_uid;  // of this object

  std::uint32_t stored(std::size_t frame, std::size_t pixel) const {
    const std::size_t at = frame * rows * columns + pixel;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(pixels[i]); };
    if (bits == 1) return byte(at / 8) >> (at % 8) & 1U;
    return bits == 8 ? byte(at) : byte(2 * at) | byte(2 * at + 1) << 8U;
  }
};

// Whether the file is a segmentation, by its SOP class; false for what cannot be read.
bool is_segmentation(const std::string& path);

// Binary, fractional and label map; native, deflated, RLE, JPEG-LS and JPEG lossless. Findings:
// "dicom.segmentation-frames" (frames and their descriptions are not equally many; the smaller
// number counts). Errors: "file.not-found", "dicom.not-segmentation", "dicom.segmentation" (what
// the object says of itself cannot be), "dicom.not-decodable".
core::Result<Segmentation> read_segmentation(const std::string& path, core::Findings& odd);

// Where each frame lies on one grid. Frames without any voxel may have been left out, so the grid
// covers the slices from the first to the last that is there, at the stated distance or else at the
// smallest between frames. Error "dicom.segmentation" where frames differ in orientation, lie on no
// line along the slices' normal, or at distances that are no multiples of one.
struct FramePlaces {
  image::Grid grid;
  std::vector<std::uint32_t> slice;  // one a frame
};
core::Result<FramePlaces> place_frames(const Segmentation& segmentation, const std::string& path);

// The segments as labels by their number. Where segments overlap the higher number stands, and the
// voxels are counted as "mask.overlap". `keep`: only these numbers (empty: all). Fractional: from
// `threshold` on; of several the most probable.
image::Volume<std::int32_t> labels_of(const Segmentation& segmentation, const FramePlaces& places,
                                      const std::vector<std::int32_t>& keep, double threshold,
                                      const std::string& path, core::Findings& odd);
// Fractional: the probabilities of each segment.
std::map<std::int32_t, std::vector<float>> probabilities_of(const Segmentation& segmentation,
                                                            const FramePlaces& places,
                                                            const std::vector<std::int32_t>& keep);

}  // namespace secondsite::dicom
