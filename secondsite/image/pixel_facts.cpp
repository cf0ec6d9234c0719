#include "secondsite/image/pixel_facts.h"

#include <algorithm>
#include <cmath>

namespace secondsite::image {
namespace {

struct Mean {
  double sum = 0;
  double count = 0;
  void add(double value) {
    sum += value;
    ++count;
  }
  double value() const { return count > 0 ? sum / count : 0; }
};

// Burned-in text is drawn with one value, the greatest, in strokes a few pixels wide with hard
// edges: runs of at most 8 such pixels along a row, whose neighbours on both sides are darker by
// half of the span, in the outer quarter of the image.
double text_share(std::span<const float> values, std::uint32_t rows, std::uint32_t columns,
                  double least, double most) {
  const auto bright = static_cast<float>(most);
  const double dark = least + 0.5 * (most - least);
  std::uint64_t strokes = 0;
  for (std::uint32_t y = 0; y < rows; ++y) {
    const bool outer_row = y < rows / 4 || y >= rows - rows / 4;
    for (std::uint32_t x = 1; x < columns; ++x) {
      const float* row = values.data() + std::size_t{y} * columns;
      if (row[x] != bright || row[x - 1] == bright) continue;
      std::uint32_t end = x;
      while (end < columns && row[end] == bright) ++end;
      const bool outer = outer_row || x < columns / 4 || x >= columns - columns / 4;
      if (outer && end < columns && end - x <= 8 && static_cast<double>(row[x - 1]) < dark &&
          static_cast<double>(row[end]) < dark)
        strokes += end - x;
      x = end;
    }
  }
  return static_cast<double>(strokes) / std::max(1.0, static_cast<double>(values.size()));
}

// How many rows from the first one, or from the last one, have one value throughout, the same.
std::uint32_t filled_rows(std::span<const float> values, std::uint32_t rows, std::uint32_t columns,
                          bool from_last) {
  const auto row_at = [&](std::uint32_t i) {
    return values.data() + std::size_t{from_last ? rows - 1 - i : i} * columns;
  };
  const float fill = row_at(0)[0];
  std::uint32_t count = 0;
  while (count < rows &&
         std::all_of(row_at(count), row_at(count) + columns, [fill](float v) { return v == fill; }))
    ++count;
  return count;
}

}  // namespace

PixelFacts pixel_facts(std::span<const float> values, std::uint32_t rows, std::uint32_t columns,
                       bool projection) {
  PixelFacts out;
  const std::size_t count = std::size_t{rows} * columns;
  if (count == 0 || values.size() < count) {
    out.blank = true;
    return out;
  }
  out.least = INFINITY;
  out.most = -INFINITY;
  double squares = 0;
  Mean all;
  for (const float value : values.first(count)) {
    if (!std::isfinite(value)) continue;
    const auto v = static_cast<double>(value);
    out.least = std::min(out.least, v);
    out.most = std::max(out.most, v);
    all.add(v);
    squares += v * v;
  }
  if (all.count == 0) {
    out.least = out.most = 0;
    out.blank = true;
    return out;
  }
  out.mean = all.value();
  out.deviation = std::sqrt(std::max(0.0, squares / all.count - out.mean * out.mean));
  const double span = out.most - out.least;
  out.blank = span <= 0 || out.deviation < 1e-3 * span;
  if (span <= 0) return out;
  Mean border;
  Mean centre;
  std::uint64_t lowest = 0;
  std::uint64_t highest = 0;
  const std::uint32_t edge_y = std::max(1U, rows / 20);
  const std::uint32_t edge_x = std::max(1U, columns / 20);
  for (std::uint32_t y = 0; y < rows; ++y) {
    for (std::uint32_t x = 0; x < columns; ++x) {
      const auto v = static_cast<double>(values[std::size_t{y} * columns + x]);
      if (!std::isfinite(v)) continue;
      lowest += v == out.least ? 1 : 0;
      highest += v == out.most ? 1 : 0;
      const double place = (v - out.least) / span;
      if (y < edge_y || x < edge_x || y >= rows - edge_y || x >= columns - edge_x)
        border.add(place);
      if (y >= rows / 3 && y < rows - rows / 3 && x >= columns / 3 && x < columns - columns / 3)
        centre.add(place);
    }
  }
  out.at_least = static_cast<double>(lowest) / all.count;
  out.at_most = static_cast<double>(highest) / all.count;
  out.border_mean = border.value();
  out.centre_mean = centre.value();
  out.saturated = out.at_most >= 0.2;
  out.inverted_suspected = projection && !out.blank && out.border_mean > out.centre_mean + 0.2;
  out.text_share = text_share(values.first(count), rows, columns, out.least, out.most);
  out.text_suspected = out.text_share > 2e-4 && out.at_most < 0.2;
  const double below = filled_rows(values, rows, columns, true);
  const double above = filled_rows(values, rows, columns, false);
  out.filled_share = below / rows;
  out.cut_suspected = out.filled_share >= 0.05 && above < 0.5 * below;
  return out;
}

}  // namespace secondsite::image
