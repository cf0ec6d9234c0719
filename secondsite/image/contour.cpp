#include "secondsite/image/contour.h"

#include <algorithm>
#include <cmath>

namespace secondsite::image {
namespace {

// The closed line without what is not finite.
std::vector<ContourPoint> cleaned(std::span<const ContourPoint> line) {
  std::vector<ContourPoint> out;
  for (const ContourPoint& point : line)
    if (std::isfinite(point.x) && std::isfinite(point.y)) out.push_back(point);
  return out;
}

// From `from` to `to`, both within the row.
struct Stretch {
  double from = 0;
  double to = 0;
};

// Where the line itself meets the row's centres: single places, and edges along the row.
std::vector<Stretch> on_line(const std::vector<ContourPoint>& line, double y) {
  std::vector<Stretch> out;
  for (std::size_t k = 0; k < line.size(); ++k) {
    const ContourPoint& a = line[k];
    const ContourPoint& b = line[(k + 1) % line.size()];
    if (std::min(a.y, b.y) > y || std::max(a.y, b.y) < y) continue;
    if (a.y == b.y) {
      out.push_back({std::min(a.x, b.x), std::max(a.x, b.x)});
    } else {
      const double x = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
      out.push_back({x, x});
    }
  }
  return out;
}

// Where the row is inside, by crossings; an edge owns its upper end only, so a corner counts once.
std::vector<Stretch> inside(const std::vector<ContourPoint>& line, double y) {
  std::vector<double> crossing;
  for (std::size_t k = 0; k < line.size(); ++k) {
    const ContourPoint& a = line[k];
    const ContourPoint& b = line[(k + 1) % line.size()];
    if ((a.y <= y) == (b.y <= y)) continue;
    crossing.push_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
  }
  std::sort(crossing.begin(), crossing.end());
  std::vector<Stretch> out;
  for (std::size_t k = 0; k + 1 < crossing.size(); k += 2)
    out.push_back({crossing[k], crossing[k + 1]});
  return out;
}

template <typename Use>
void voxels_of(const Stretch& stretch, std::size_t width, Use use) {
  const double first = std::max(0.0, std::ceil(stretch.from));
  const double last = std::min(static_cast<double>(width) - 1, std::floor(stretch.to));
  for (double x = first; x <= last; ++x) use(static_cast<std::size_t>(x));
}

}  // namespace

void fill_contour(std::span<const ContourPoint> points, OnLine rule, std::uint8_t value,
                  std::size_t slice, Volume<std::uint8_t>& mask) {
  const auto line = cleaned(points);
  if (line.empty()) return;
  const std::size_t width = mask.grid.size[0];
  const auto [low, high] =
      std::minmax_element(line.begin(), line.end(),
                          [](const ContourPoint& a, const ContourPoint& b) { return a.y < b.y; });
  const double first = std::max(0.0, std::ceil(low->y));
  const double last = std::min(mask.grid.size[1] - 1.0, std::floor(high->y));
  for (double y = first; y <= last; ++y) {
    std::vector<std::uint8_t> row(width, 0);
    for (const Stretch& stretch : inside(line, y))
      voxels_of(stretch, width, [&](std::size_t x) { row[x] = 1; });
    for (const Stretch& stretch : on_line(line, y))
      voxels_of(stretch, width, [&](std::size_t x) { row[x] = rule == OnLine::inside ? 1 : 0; });
    std::uint8_t* out = mask.voxel.data() + mask.grid.at(0, static_cast<std::size_t>(y), slice);
    for (std::size_t x = 0; x < width; ++x)
      if (row[x] != 0) out[x] = value;
  }
}

}  // namespace secondsite::image
