#include "secondsite/readers/filled_mark.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace secondsite::readers {
namespace {

using cohort::lidc::Point;
constexpr std::int32_t largest = 65535;

std::uint32_t pixel(std::int32_t x, std::int32_t y) {
  return (static_cast<std::uint32_t>(y) << 16U) + static_cast<std::uint32_t>(x);
}

void keep_unique(Pixels& pixels) {
  std::sort(pixels.begin(), pixels.end());
  pixels.erase(std::unique(pixels.begin(), pixels.end()), pixels.end());
}

Pixels without(const Pixels& a, const Pixels& b) {
  Pixels out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

// Pixel centres on the edges, corners included.
Pixels edge_pixels(const std::vector<Point>& points) {
  Pixels out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point a = points[i];
    const Point b = points[(i + 1) % points.size()];
    const std::int32_t dx = b.x - a.x;
    const std::int32_t dy = b.y - a.y;
    std::int32_t steps = std::abs(dx);
    for (std::int32_t rest = std::abs(dy); rest != 0;) {  // greatest common divisor
      const std::int32_t next = steps % rest;
      steps = rest;
      rest = next;
    }
    if (steps == 0) steps = 1;
    for (std::int32_t s = 0; s < steps; ++s)
      out.push_back(pixel(a.x + dx / steps * s, a.y + dy / steps * s));
  }
  keep_unique(out);
  return out;
}

// Even-odd along each row, half-open in y so that a corner counts once.
Pixels even_odd(const std::vector<Point>& points) {
  std::int32_t low = largest;
  std::int32_t high = 0;
  for (const Point& p : points) {
    low = std::min(low, p.y);
    high = std::max(high, p.y);
  }
  Pixels out;
  std::vector<double> crossing;
  for (std::int32_t y = low; y <= high; ++y) {
    crossing.clear();
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Point a = points[i];
      const Point b = points[(i + 1) % points.size()];
      if ((a.y <= y) == (b.y <= y)) continue;
      crossing.push_back(a.x + static_cast<double>(y - a.y) * (b.x - a.x) / (b.y - a.y));
    }
    std::sort(crossing.begin(), crossing.end());
    for (std::size_t c = 0; c + 1 < crossing.size(); c += 2)
      for (auto x = static_cast<std::int32_t>(std::ceil(crossing[c])); x <= crossing[c + 1]; ++x)
        out.push_back(pixel(x, y));
  }
  keep_unique(out);
  return out;
}

std::uint64_t in_both(const Pixels& a, const Pixels& b) {
  if (a.empty() || b.empty() || a.back() < b.front() || b.back() < a.front()) return 0;
  std::uint64_t out = 0;
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    const std::uint32_t here = *i;
    const std::uint32_t there = *j;
    if (here == there) ++out;
    if (here <= there) ++i;
    if (there <= here) ++j;
  }
  return out;
}

}  // namespace

Pixels filled(const std::vector<Point>& points, bool with_outline) {
  std::vector<Point> kept;
  for (const Point& p : points)
    if (p.x >= 0 && p.y >= 0 && p.x <= largest && p.y <= largest) kept.push_back(p);
  if (kept.empty()) return {};
  const Pixels edge = edge_pixels(kept);
  Pixels area = even_odd(kept);
  if (with_outline) {
    area.insert(area.end(), edge.begin(), edge.end());
    keep_unique(area);
    return area;
  }
  Pixels inside = without(area, edge);
  return inside.empty() ? edge : inside;
}

bool is_closed(const std::vector<Point>& points) {
  if (points.size() < 3) return true;
  return std::abs(points.front().x - points.back().x) <= 1 &&
         std::abs(points.front().y - points.back().y) <= 1;
}

FilledMark filled(const cohort::lidc::Mark& mark, bool with_outline, const std::string& file,
                  core::Findings& findings) {
  FilledMark out;
  std::map<std::string, Pixels> holes;
  for (const cohort::lidc::Outline& outline : mark.outlines) {
    if (!is_closed(outline.points))
      findings.add(core::Severity::note, "readers.open-outline", "",
                   "an outline does not return to its first point; it was closed",
                   {.file = file, .row = std::nullopt, .column = "", .tag = mark.id});
    // The pixels of a hole's outline belong to the mark: they are the first that lie outside the
    // hole.
    Pixels& to = outline.inclusion ? out.slice[outline.sop_uid] : holes[outline.sop_uid];
    if (outline.inclusion) out.z_mm[outline.sop_uid] = outline.z_mm;
    const Pixels more = filled(outline.points, outline.inclusion && with_outline);
    to.insert(to.end(), more.begin(), more.end());
  }
  for (auto& [uid, pixels] : out.slice) {
    keep_unique(pixels);
    const auto hole = holes.find(uid);
    if (hole != holes.end()) {
      keep_unique(hole->second);
      pixels = without(pixels, hole->second);
    }
    out.pixels += pixels.size();
  }
  return out;
}

bool overlap(const FilledMark& a, const FilledMark& b, double step_mm) {
  for (const auto& [uid, pixels] : a.slice)
    for (const auto& [other, others] : b.slice) {
      const bool near =
          step_mm > 0 && std::abs(a.z_mm.at(uid) - b.z_mm.at(other)) <= 1.01 * step_mm;
      if ((uid == other || near) && in_both(pixels, others) > 0) return true;
    }
  return false;
}

std::uint64_t shared_pixels(const FilledMark& a, const FilledMark& b) {
  std::uint64_t out = 0;
  for (const auto& [uid, pixels] : a.slice) {
    const auto other = b.slice.find(uid);
    if (other != b.slice.end()) out += in_both(pixels, other->second);
  }
  return out;
}

}  // namespace secondsite::readers
