#pragma once
// How many voxels does each label have in a prediction, in the reference and in both, and where?

#include <cstdint>
#include <vector>

#include "secondsite/image/volume.h"

namespace secondsite::metrics {

using Labels = image::Volume<std::int32_t>;

// Voxels [low, high) along each axis; nothing where high <= low.
struct MaskBox {
  std::array<std::uint32_t, 3> low{0xffffffff, 0xffffffff, 0xffffffff};
  std::array<std::uint32_t, 3> high{0, 0, 0};

  bool empty() const { return high[0] <= low[0]; }
  void include(const MaskBox& other);
};

struct MaskCounts {
  std::int32_t label = 0;
  std::uint64_t both = 0;       // true positives
  std::uint64_t predicted = 0;  // with the label in the prediction
  std::uint64_t reference = 0;  // with the label in the reference
  std::uint64_t voxels = 0;     // of the image
  MaskBox box;                  // around both masks

  // 2 both / (predicted + reference); NaN where both are empty.
  double dice() const;
  // both / (predicted + reference − both); NaN where both are empty.
  double iou() const;
  // both / reference; NaN without reference.
  double sensitivity() const;
  // both / predicted; NaN without prediction.
  double precision() const;
};

// One pass over two volumes of equal size: every label but 0 that occurs in either, in rising
// order. Work is cut by slices and the counts are whole, so threads change nothing. Labels below 0
// must not occur.
std::vector<MaskCounts> count_labels(const Labels& prediction, const Labels& reference,
                                     unsigned threads);

// The voxels of one label within its box: bit 0 the prediction, bit 1 the reference.
image::Volume<std::uint8_t> crop(const Labels& prediction, const Labels& reference,
                                 const MaskCounts& counts);

}  // namespace secondsite::metrics
