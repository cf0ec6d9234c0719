#include "secondsite/metrics/support/mask_counts.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "secondsite/core/parallel.h"
#include "secondsite/image/large_pages.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {
namespace {

double ratio(double above, double below) {
  return below > 0 ? above / below : stats::unknown;
}

// The counts of a part of the volume, filled run by run.
class Part {
 public:
  void add(std::int32_t predicted, std::int32_t reference, std::uint32_t from, std::uint32_t to,
           std::uint32_t y, std::uint32_t z) {
    const MaskBox run{{from, y, z}, {to, y + 1, z + 1}};
    if (predicted != 0) at(predicted).predicted += to - from;
    if (predicted != 0) at(predicted).box.include(run);
    if (reference != 0) at(reference).reference += to - from;
    if (reference != 0) at(reference).box.include(run);
    if (predicted != 0 && predicted == reference) at(predicted).both += to - from;
  }
  const std::unordered_map<std::int32_t, MaskCounts>& all() const { return counts_; }

 private:
  MaskCounts& at(std::int32_t label) {
    if (last_ == nullptr || last_->label != label) {
      last_ = &counts_[label];
      last_->label = label;
    }
    return *last_;
  }

  std::unordered_map<std::int32_t, MaskCounts> counts_;
  MaskCounts* last_ = nullptr;
};

void count_row(const std::int32_t* predicted, const std::int32_t* reference, std::uint32_t n,
               std::uint32_t y, std::uint32_t z, Part& part) {
  for (std::uint32_t x = 0; x < n;) {
    const std::int32_t p = predicted[x];
    const std::int32_t r = reference[x];
    std::uint32_t end = x + 1;
    while (end + 8 <= n) {
      bool same = true;
      for (std::uint32_t k = 0; k < 8; ++k)
        same &= predicted[end + k] == p && reference[end + k] == r;
      if (!same) break;
      end += 8;
    }
    while (end < n && predicted[end] == p && reference[end] == r) ++end;
    if (p != 0 || r != 0) part.add(p, r, x, end, y, z);
    x = end;
  }
}

}  // namespace

void MaskBox::include(const MaskBox& other) {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    low[axis] = std::min(low[axis], other.low[axis]);
    high[axis] = std::max(high[axis], other.high[axis]);
  }
}

double MaskCounts::dice() const {
  return ratio(2.0 * static_cast<double>(both), static_cast<double>(predicted + reference));
}
double MaskCounts::iou() const {
  return ratio(static_cast<double>(both), static_cast<double>(predicted + reference - both));
}
double MaskCounts::sensitivity() const {
  return ratio(static_cast<double>(both), static_cast<double>(reference));
}
double MaskCounts::precision() const {
  return ratio(static_cast<double>(both), static_cast<double>(predicted));
}

std::vector<MaskCounts> count_labels(const Labels& prediction, const Labels& reference,
                                     unsigned threads) {
  const image::Grid& grid = reference.grid;
  constexpr std::size_t slices = 8;
  std::vector<Part> parts((grid.size[2] + slices - 1) / slices);
  core::parallel_for(parts.size(), threads, [&](std::size_t p) {
    const std::size_t last = std::min<std::size_t>(grid.size[2], (p + 1) * slices);
    for (std::size_t z = p * slices; z < last; ++z)
      for (std::size_t y = 0; y < grid.size[1]; ++y) {
        const std::size_t first = grid.at(0, y, z);
        count_row(prediction.voxel.data() + first, reference.voxel.data() + first, grid.size[0],
                  static_cast<std::uint32_t>(y), static_cast<std::uint32_t>(z), parts[p]);
      }
  });
  std::map<std::int32_t, MaskCounts> total;
  for (const Part& part : parts)
    for (const auto& [label, counts] : part.all()) {
      MaskCounts& sum = total[label];
      sum.both += counts.both;
      sum.predicted += counts.predicted;
      sum.reference += counts.reference;
      sum.box.include(counts.box);
    }
  std::vector<MaskCounts> out;
  for (auto& [label, counts] : total) {
    counts.label = label;
    counts.voxels = grid.voxels();
    out.push_back(counts);
  }
  return out;
}

image::Volume<std::uint8_t> crop(const Labels& prediction, const Labels& reference,
                                 const MaskCounts& counts) {
  image::Volume<std::uint8_t> out;
  const MaskBox& box = counts.box;
  if (box.empty()) return out;
  out.grid.spacing_mm = reference.grid.spacing_mm;
  out.grid.direction = reference.grid.direction;
  out.grid.origin_mm = reference.grid.position_mm(box.low[0], box.low[1], box.low[2]);
  for (std::size_t axis = 0; axis < 3; ++axis) out.grid.size[axis] = box.high[axis] - box.low[axis];
  out.voxel = image::large_vector<std::uint8_t>(out.grid.voxels());
  std::uint8_t* to = out.voxel.data();
  for (std::size_t z = box.low[2]; z < box.high[2]; ++z)
    for (std::size_t y = box.low[1]; y < box.high[1]; ++y) {
      const std::size_t first = reference.grid.at(box.low[0], y, z);
      const std::int32_t* p = prediction.voxel.data() + first;
      const std::int32_t* r = reference.voxel.data() + first;
      for (std::size_t x = 0; x < out.grid.size[0]; ++x)
        to[x] = static_cast<std::uint8_t>((p[x] == counts.label ? 1 : 0) |
                                          (r[x] == counts.label ? 2 : 0));
      to += out.grid.size[0];
    }
  return out;
}

}  // namespace secondsite::metrics
