#pragma once
// The marks of one scan, binned in space, so that a lesion looks at its neighbourhood only.

#include <cstdint>
#include <span>
#include <vector>

#include "secondsite/metrics/support/mark_places.h"

namespace secondsite::metrics {

class MarkGrid {
 public:
  // Over `members` of `marks`: about two marks a cell, whatever their number or spread.
  MarkGrid(const Places& marks, std::span<const std::uint32_t> members);

  // Calls visit(mark) for every mark whose centre may lie within `box`.
  template <typename Visit>
  void near(const Place& box, Visit visit) const {
    const Range x = range(0, box.x, box.half_x);
    const Range y = range(1, box.y, box.half_y);
    const Range z = range(2, box.z, box.half_z);
    for (std::uint32_t k = z.first; k < z.end; ++k)
      for (std::uint32_t j = y.first; j < y.end; ++j) {
        // Cells of a row are neighbours in memory.
        const std::size_t row = (std::size_t{k} * cells_[1] + j) * cells_[0];
        const std::uint32_t end = start_[row + x.end];
        for (std::uint32_t at = start_[row + x.first]; at < end; ++at) visit(order_[at]);
      }
  }

 private:
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t end = 0;
  };
  Range range(unsigned axis, double centre, double half) const;
  std::uint32_t cell(unsigned axis, double value) const;

  double low_[3] = {};
  double high_[3] = {};
  double per_unit_[3] = {};  // cells a unit of length
  std::uint32_t cells_[3] = {1, 1, 1};
  std::vector<std::uint32_t> start_;
  std::vector<std::uint32_t> order_;
};

}  // namespace secondsite::metrics
