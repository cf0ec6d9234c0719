#include "secondsite/metrics/support/mark_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace secondsite::metrics {

MarkGrid::MarkGrid(const Places& marks, std::span<const std::uint32_t> members) {
  const std::span<const double> axes[] = {marks.x, marks.y, marks.z};
  double volume = 1;
  unsigned spread = 0;
  for (unsigned a = 0; a < 3; ++a) {
    if (axes[a].empty()) continue;
    low_[a] = std::numeric_limits<double>::infinity();
    high_[a] = -low_[a];
    for (const std::uint32_t m : members) {
      low_[a] = std::min(low_[a], axes[a][m]);
      high_[a] = std::max(high_[a], axes[a][m]);
    }
    const double extent = high_[a] - low_[a];
    if (extent > 0 && std::isfinite(extent)) {
      volume *= extent;
      ++spread;
    }
  }
  const double wanted = std::max(1.0, static_cast<double>(members.size()) / 2);
  if (spread > 0 && std::isfinite(volume) && volume > 0) {
    const double side = std::pow(volume / wanted, 1.0 / spread);
    for (unsigned a = 0; a < 3; ++a) {
      const double extent = high_[a] - low_[a];
      if (!(extent > 0) || axes[a].empty()) continue;
      // A long thin cloud would else get more cells than marks.
      const double n = std::clamp(std::floor(extent / side), 1.0, std::max(1.0, wanted));
      cells_[a] = static_cast<std::uint32_t>(n);
      per_unit_[a] = n / extent;
    }
    while (std::size_t{cells_[0]} * cells_[1] * cells_[2] > 2 * members.size() + 8) {
      unsigned most = 0;
      for (unsigned a = 1; a < 3; ++a)
        if (cells_[a] > cells_[most]) most = a;
      cells_[most] = (cells_[most] + 1) / 2;
      per_unit_[most] = cells_[most] / (high_[most] - low_[most]);
    }
  }
  const auto cell_of = [&](std::uint32_t m) {
    std::size_t at = 0;
    for (unsigned a = 3; a-- > 0;)
      at = at * cells_[a] + (axes[a].empty() ? 0 : cell(a, axes[a][m]));
    return at;
  };
  start_.assign(std::size_t{cells_[0]} * cells_[1] * cells_[2] + 1, 0);
  for (const std::uint32_t m : members) ++start_[cell_of(m) + 1];
  for (std::size_t c = 1; c < start_.size(); ++c) start_[c] += start_[c - 1];
  std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
  order_.resize(members.size());
  for (const std::uint32_t m : members) order_[next[cell_of(m)]++] = m;
}

std::uint32_t MarkGrid::cell(unsigned axis, double value) const {
  const double at = (value - low_[axis]) * per_unit_[axis];
  if (!(at > 0)) return 0;
  return static_cast<std::uint32_t>(std::min(at, static_cast<double>(cells_[axis] - 1)));
}

MarkGrid::Range MarkGrid::range(unsigned axis, double centre, double half) const {
  // A hair wider, so that rounding never hides a mark that the hit rule would accept.
  const double reach = half * (1 + 1e-9) + 1e-9 * std::abs(centre);
  if (centre + reach < low_[axis] || centre - reach > high_[axis]) return {0, 0};
  return {cell(axis, centre - reach), cell(axis, centre + reach) + 1};
}

}  // namespace secondsite::metrics
