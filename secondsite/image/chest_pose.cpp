#include "secondsite/image/chest_pose.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "secondsite/image/averaged.h"
#include "secondsite/image/thorax_template.h"

namespace secondsite::image {
namespace {

// Chosen on the 52 images of ChestX-ray14 alone; the rates of the other hospitals are of images
// that had no part in the choice.
constexpr double inverted_from = 0.05;
constexpr double turned_from = 0.05;
constexpr double fits_from = 0.80;
constexpr double no_chest_below = 0.60;
constexpr double column_from = 0.20;
constexpr double no_column_below = 0.10;
constexpr double heart_from = 0.12;
constexpr double weight_of_symmetry = 0.3;
constexpr std::size_t fine = 128;

// A square picture, side x side.
struct Square {
  std::size_t side = 0;
  std::vector<double> value;
  double at(std::size_t y, std::size_t x) const { return value[y * side + x]; }
};

Square turned(const Square& from) {  // a quarter, counter-clockwise
  Square out{from.side, std::vector<double>(from.value.size())};
  for (std::size_t y = 0; y < from.side; ++y)
    for (std::size_t x = 0; x < from.side; ++x)
      out.value[y * from.side + x] = from.at(x, from.side - 1 - y);
  return out;
}

// Places in the order of the values, 0 to 1: exposure and window drop out.
Square ranked(const Square& from) {
  std::vector<std::size_t> order(from.value.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return from.value[a] < from.value[b]; });
  Square out{from.side, std::vector<double>(from.value.size())};
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;  // equal values share the middle of their places
    while (end < order.size() && from.value[order[end]] == from.value[order[begin]]) ++end;
    const double place = 0.5 * static_cast<double>(begin + end - 1) /
                         std::max(1.0, static_cast<double>(order.size() - 1));
    for (; begin < end; ++begin) out.value[order[begin]] = place;
  }
  return out;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sa += a[i];
    sb += b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
    ab += a[i] * b[i];
  }
  const double spread = (aa - sa * sa / n) * (bb - sb * sb / n);
  return spread > 1e-12 ? (ab - sa * sb / n) / std::sqrt(spread) : 0;
}

double mirror_symmetry(const Square& picture) {
  std::vector<double> mirrored(picture.value.size());
  for (std::size_t y = 0; y < picture.side; ++y)
    for (std::size_t x = 0; x < picture.side; ++x)
      mirrored[y * picture.side + x] = picture.at(y, picture.side - 1 - x);
  return correlation(picture.value, mirrored);
}

struct Box {
  std::size_t top = 0, bottom = 0, left = 0, right = 0;
  std::size_t rows() const { return bottom - top; }
  std::size_t columns() const { return right - left; }
};

// Without the rows and columns at the borders that are of one grey.
Box content(const std::vector<float>& level, std::size_t rows, std::size_t columns) {
  std::vector<float> sorted = level;
  const auto at = [&](std::size_t percent) {
    const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() * percent / 100);
    std::nth_element(sorted.begin(), place, sorted.end());
    return static_cast<double>(*place);
  };
  const double span = at(99) - at(1);
  const auto is_flat = [&](std::size_t first, std::size_t step, std::size_t count) {
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto v = static_cast<double>(level[first + i * step]);
      sum += v;
      squares += v * v;
    }
    const auto n = static_cast<double>(count);
    return std::sqrt(std::max(0.0, squares / n - (sum / n) * (sum / n))) < 0.03 * span;
  };
  const auto flat_row = [&](std::size_t y) { return is_flat(y * columns, 1, columns); };
  const auto flat_column = [&](std::size_t x) { return is_flat(x, columns, rows); };
  Box box{0, rows, 0, columns};
  while (box.top < rows && flat_row(box.top)) ++box.top;
  while (box.bottom > box.top && flat_row(box.bottom - 1)) --box.bottom;
  while (box.left < columns && flat_column(box.left)) ++box.left;
  while (box.right > box.left && flat_column(box.right - 1)) --box.right;
  if (box.rows() < rows / 4 || box.columns() < columns / 4) return {0, rows, 0, columns};
  return box;
}

std::vector<float> cut(const std::vector<float>& level, std::size_t columns, const Box& box) {
  std::vector<float> out;
  out.reserve(box.rows() * box.columns());
  for (std::size_t y = box.top; y < box.bottom; ++y)
    out.insert(out.end(), level.begin() + static_cast<std::ptrdiff_t>(y * columns + box.left),
               level.begin() + static_cast<std::ptrdiff_t>(y * columns + box.right));
  return out;
}

Square resized(const std::vector<float>& level, const Box& box, std::size_t side) {
  return {side, averaged(level, box.columns(), box.rows(), side, side)};
}

// Two passes of a mean over five pixels each way: ribs and catheters blur, the heart does not.
Square smoothed(const Square& from) {
  Square out = from;
  for (int pass = 0; pass < 4; ++pass) {
    const Square last = out;
    for (std::size_t y = 0; y < from.side; ++y)
      for (std::size_t x = 0; x < from.side; ++x) {
        double sum = 0;
        int count = 0;
        for (int step = -2; step <= 2; ++step) {
          const auto at = static_cast<std::ptrdiff_t>(pass % 2 == 0 ? x : y) + step;
          if (at < 0 || at >= static_cast<std::ptrdiff_t>(from.side)) continue;
          const auto place = static_cast<std::size_t>(at);
          sum += pass % 2 == 0 ? last.at(y, place) : last.at(place, x);
          ++count;
        }
        out.value[y * from.side + x] = sum / count;
      }
  }
  return out;
}

// The row through `y`, in [-1, 1], at `x`, between neighbours.
double sample(const Square& picture, std::size_t row, double x) {
  const double at = (x + 1) / 2 * static_cast<double>(picture.side) - 0.5;
  const double inside = std::clamp(at, 0.0, static_cast<double>(picture.side - 1));
  const auto left = std::min(static_cast<std::size_t>(inside), picture.side - 2);
  const double part = inside - static_cast<double>(left);
  return picture.at(row, left) * (1 - part) + picture.at(row, left + 1) * part;
}

double place_of(std::size_t i, std::size_t side) {
  return (static_cast<double>(i) + 0.5) / static_cast<double>(side) * 2 - 1;
}

// Where the chest mirrors itself best, near the template's own middle.
double middle_of(const Square& ranks, const ThoraxPlace& place) {
  constexpr int steps = 24;
  double best = -9;
  double out = place.x;
  for (int shift = -7; shift <= 7; ++shift) {
    const double middle = place.x + 0.02 * shift;
    std::vector<double> left, right;
    for (std::size_t row = 0; row < ranks.side; ++row) {
      const double y = (place_of(row, ranks.side) - place.y) / place.height;
      if (y <= -1 || y >= 0.2) continue;
      for (int s = 0; s < steps; ++s) {
        const double x = 0.02 + (0.9 * place.width - 0.02) * s / (steps - 1);
        left.push_back(sample(ranks, row, middle - x));
        right.push_back(sample(ranks, row, middle + x));
      }
    }
    const double fit = left.empty() ? -9 : correlation(left, right);
    if (fit > best) {
      best = fit;
      out = middle;
    }
  }
  return out;
}

double quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double at = part * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return values[low] + (at - static_cast<double>(low)) * (values[high] - values[low]);
}

// Grey levels from the middle outwards on one side, up to a little beyond the chest's edge.
constexpr std::size_t steps = 80;
using Profile = std::array<double, steps>;
Profile profile_of(const Square& picture, std::size_t row, double middle, double width, int side) {
  Profile out{};
  for (std::size_t s = 0; s < steps; ++s)
    out[s] =
        sample(picture, row, middle + side * 1.05 * width * static_cast<double>(s) / (steps - 1));
  return out;
}
// Where the lung is darkest: not at the middle, not at the wall.
std::size_t darkest(const Profile& profile) {
  return static_cast<std::size_t>(std::min_element(profile.begin() + 12, profile.begin() + 68) -
                                  profile.begin());
}
// How far the bright middle reaches until it has fallen half way to the lung, in half widths.
double border(const Profile& profile, double core) {
  std::size_t at = darkest(profile);
  const double half = 0.5 * (profile[at] + core);
  while (at > 0 && profile[at] < half) --at;
  return 1.05 * static_cast<double>(at) / (steps - 1);
}

// Column and heart of an upright picture.
void measure(const Square& picture, const Square& ranks, const ThoraxPlace& place, ChestPose& out) {
  const double middle = middle_of(ranks, place);
  std::vector<double> sorted = picture.value;
  std::sort(sorted.begin(), sorted.end());
  const double span = sorted[sorted.size() * 98 / 100] - sorted[sorted.size() * 2 / 100];
  std::vector<double> columns, rightwards, leftwards;
  for (std::size_t row = 0; row < picture.side; ++row) {
    const double y = (place_of(row, picture.side) - place.y) / place.height;
    const bool upper = y > -0.6 && y < 0.2;
    const bool lower = y > 0.15 && y < 0.75;
    if (!upper && !lower) continue;
    const Profile right = profile_of(picture, row, middle, place.width, 1);
    const Profile left = profile_of(picture, row, middle, place.width, -1);
    if (upper && span > 0) {
      const double core = (std::accumulate(right.begin(), right.begin() + 6, 0.0) +
                           std::accumulate(left.begin(), left.begin() + 6, 0.0)) /
                          12;
      columns.push_back((core - std::max(right[darkest(right)], left[darkest(left)])) / span);
    }
    if (lower) {
      const double core = std::max(*std::max_element(right.begin(), right.begin() + 10),
                                   *std::max_element(left.begin(), left.begin() + 10));
      rightwards.push_back(border(right, core));
      leftwards.push_back(border(left, core));
    }
  }
  out.column = quantile(columns, 0.5);
  // The widest fifth: the heart's own rows, wherever they lie.
  out.heart = quantile(rightwards, 0.8) - quantile(leftwards, 0.8);
}

}  // namespace

std::string_view name(ChestPlane plane) {
  switch (plane) {
    case ChestPlane::frontal:
      return "frontal";
    case ChestPlane::not_frontal:
      return "not frontal";
    case ChestPlane::undecided:
      break;
  }
  return "undecided";
}

ChestPose chest_pose(std::span<const float> level, std::uint32_t rows, std::uint32_t columns) {
  ChestPose out;
  if (rows < thorax_side || columns < thorax_side || level.size() < std::size_t{rows} * columns)
    return out;
  std::vector<float> finite(level.begin(), level.begin() + std::size_t{rows} * columns);
  float least = INFINITY;
  float most = -INFINITY;
  for (const float v : finite)
    if (std::isfinite(v)) {
      least = std::min(least, v);
      most = std::max(most, v);
    }
  if (!(most > least)) return out;
  for (float& v : finite)
    if (!std::isfinite(v)) v = least;
  out.judged = true;

  const Box box = content(finite, rows, columns);
  const std::vector<float> inside = cut(finite, columns, box);
  const Square picture = resized(inside, box, fine);
  const Square small = ranked(resized(inside, box, thorax_side));

  // All four ways to hold the film, and both signs.
  struct Way {
    double fit;
    ThoraxPlace place;
  };
  std::array<Way, 4> as_is{};
  std::array<Way, 4> inverse{};
  Square held = small;
  for (std::size_t turn = 0; turn < 4; ++turn) {
    const ThoraxFit fit = fit_thorax(held.value);
    const double symmetry = weight_of_symmetry * mirror_symmetry(held);
    as_is[turn] = {fit.best + symmetry, fit.place};
    inverse[turn] = {fit.inverse + symmetry, fit.inverse_place};
    held = turned(held);
  }
  const auto best = [](const std::array<Way, 4>& ways) {
    return std::max_element(ways.begin(), ways.end(),
                            [](const Way& a, const Way& b) { return a.fit < b.fit; });
  };
  out.inverted_by = best(inverse)->fit - best(as_is)->fit;
  out.inverted_suspected = out.inverted_by > inverted_from && best(inverse)->fit >= fits_from;
  const auto& ways = out.inverted_suspected ? inverse : as_is;
  out.fit = best(ways)->fit;
  out.turned_by = std::max({ways[1].fit, ways[2].fit, ways[3].fit}) - ways[0].fit;
  out.turn_suspected = out.turned_by > turned_from && out.fit >= fits_from;
  if (out.turn_suspected) out.turns = static_cast<int>(best(ways) - ways.begin());

  const Way& way = ways[static_cast<std::size_t>(out.turns)];
  Square upright = picture;
  Square ranks = ranked(resized(inside, box, 2 * thorax_side));
  for (int turn = 0; turn < out.turns; ++turn) {
    upright = turned(upright);
    ranks = turned(ranks);
  }
  if (out.inverted_suspected)
    for (Square* one : {&upright, &ranks})
      for (double& v : one->value) v = -v;
  measure(smoothed(upright), ranks, way.place, out);
  if (way.fit >= fits_from && out.column >= column_from)
    out.plane = ChestPlane::frontal;
  else if (way.fit < no_chest_below || out.column < no_column_below)
    out.plane = ChestPlane::not_frontal;
  if (out.plane == ChestPlane::frontal && std::abs(out.heart) > heart_from)
    out.heart_side = out.heart > 0 ? HeartSide::right_of_image : HeartSide::left_of_image;
  return out;
}

}  // namespace secondsite::image
