#include <cmath>
#include <limits>

#include "secondsite/image/distance.h"

namespace secondsite::image {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// One line of squared distances: min over j of squared[j] + ((i - j) step)².
class Envelope {
 public:
  void apply(std::vector<double>& squared, double step) {
    const std::size_t n = squared.size();
    apex_.clear();
    from_.clear();
    for (std::size_t j = 0; j < n; ++j) {
      if (squared[j] == infinite) continue;
      double start = -infinite;
      while (!apex_.empty()) {
        start = crossing(squared, apex_.back(), j, step);
        if (start > from_.back()) break;
        apex_.pop_back();
        from_.pop_back();
        start = -infinite;
      }
      apex_.push_back(j);
      from_.push_back(start);
    }
    if (apex_.empty()) return;
    std::vector<double> out(n);
    std::size_t k = 0;
    for (std::size_t i = 0; i < n; ++i) {
      while (k + 1 < apex_.size() && from_[k + 1] <= static_cast<double>(i)) ++k;
      const double away = (static_cast<double>(i) - static_cast<double>(apex_[k])) * step;
      out[i] = squared[apex_[k]] + away * away;
    }
    squared = out;
  }

 private:
  // Where the parabola of b falls below that of a < b.
  static double crossing(const std::vector<double>& squared, std::size_t a, std::size_t b,
                         double step) {
    const double w = step * step;
    const auto i = static_cast<double>(a);
    const auto j = static_cast<double>(b);
    return (squared[b] - squared[a] + w * (j * j - i * i)) / (2 * w * (j - i));
  }

  std::vector<std::size_t> apex_;
  std::vector<double> from_;
};

}  // namespace

Volume<double> distance_map_simple(const Volume<std::uint8_t>& set) {
  const Grid& grid = set.grid;
  Volume<double> out{grid, std::vector<double>(grid.voxels(), infinite)};
  for (std::size_t i = 0; i < out.voxel.size(); ++i)
    if (set.voxel[i] != 0) out.voxel[i] = 0;
  Envelope envelope;
  const std::array<std::size_t, 3> stride{1, grid.size[0],
                                          std::size_t{grid.size[0]} * grid.size[1]};
  std::vector<double> line;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::size_t u = (axis + 1) % 3;
    const std::size_t v = (axis + 2) % 3;
    line.resize(grid.size[axis]);
    for (std::size_t a = 0; a < grid.size[u]; ++a)
      for (std::size_t b = 0; b < grid.size[v]; ++b) {
        const std::size_t first = a * stride[u] + b * stride[v];
        for (std::size_t i = 0; i < line.size(); ++i) line[i] = out.voxel[first + i * stride[axis]];
        envelope.apply(line, grid.spacing_mm[axis]);
        for (std::size_t i = 0; i < line.size(); ++i) out.voxel[first + i * stride[axis]] = line[i];
      }
  }
  for (double& value : out.voxel) value = std::sqrt(value);
  return out;
}

}  // namespace secondsite::image
