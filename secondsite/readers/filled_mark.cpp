#include "secondsite/readers/filled_mark.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace secondsite::readers {
namespace {

using cohort::lidc::Point;
constexpr std::int32_t largest = 65535;
constexpr double same_place_mm = 0.05;

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

Slices slices_of(const cohort::lidc::ReadMessage& message, bool by_image) {
  Slices out;
  std::vector<std::pair<double, std::string>> images;  // each once, at the z of its first outline
  std::map<std::string, std::uint32_t> seen;
  for (const auto& session : message.sessions)
    for (const auto& mark : session.marks)
      for (const auto& outline : mark.outlines)
        if (seen.try_emplace(outline.sop_uid, 0).second)
          images.emplace_back(outline.z_mm, outline.sop_uid);
  std::sort(images.begin(), images.end(), [](const auto& a, const auto& b) {
    if (std::isnan(a.first) != std::isnan(b.first)) return std::isnan(b.first);
    return a.first == b.first || std::isnan(a.first) ? a.second < b.second : a.first < b.first;
  });
  for (const auto& [z, uid] : images) {
    const bool here = !out.z_mm.empty() && z - out.z_mm.back() <= same_place_mm;
    if (by_image || !here) {
      if (!out.z_mm.empty() && !here) {
        const double apart = z - out.z_mm.back();
        if (out.step_mm == 0 || apart < out.step_mm) out.step_mm = std::isnan(apart) ? 0 : apart;
      }
      out.z_mm.push_back(z);
    }
    out.of_image[uid] = static_cast<std::uint32_t>(out.z_mm.size() - 1);
  }
  return out;
}

FilledMark filled(const cohort::lidc::Mark& mark, const Slices& slices, bool with_outline,
                  const std::string& file, core::Findings& findings) {
  FilledMark out;
  std::map<std::uint32_t, Pixels> holes;
  for (const cohort::lidc::Outline& outline : mark.outlines) {
    if (!is_closed(outline.points))
      findings.add(core::Severity::note, "readers.open-outline", "",
                   "an outline does not return to its first point; it was closed",
                   {.file = file, .row = std::nullopt, .column = "", .tag = mark.id});
    const std::uint32_t slice = slices.of_image.at(outline.sop_uid);
    // The pixels of a hole's outline belong to the mark: they are the first that lie outside the
    // hole.
    Pixels& to = outline.inclusion ? out.slice[slice] : holes[slice];
    const Pixels more = filled(outline.points, outline.inclusion && with_outline);
    to.insert(to.end(), more.begin(), more.end());
  }
  for (auto& [slice, pixels] : out.slice) {
    keep_unique(pixels);
    const auto hole = holes.find(slice);
    if (hole != holes.end()) {
      keep_unique(hole->second);
      pixels = without(pixels, hole->second);
    }
    out.pixels += pixels.size();
  }
  return out;
}

std::uint64_t shared_pixels(const FilledMark& a, const FilledMark& b) {
  std::uint64_t out = 0;
  for (const auto& [slice, pixels] : a.slice) {
    const auto other = b.slice.find(slice);
    if (other != b.slice.end()) out += in_both(pixels, other->second);
  }
  return out;
}

bool overlap_next(const FilledMark& a, const FilledMark& b, const Slices& slices) {
  for (const auto& [slice, pixels] : a.slice)
    for (const auto& [other, others] : b.slice) {
      const double apart = std::abs(slices.z_mm[slice] - slices.z_mm[other]);
      if (slice != other && apart <= 1.01 * slices.step_mm && in_both(pixels, others) > 0)
        return true;
    }
  return false;
}

}  // namespace secondsite::readers
