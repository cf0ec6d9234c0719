#include "secondsite/image/surface_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>
#include <vector>

namespace secondsite::image {
namespace {

// In half cells: a corner has 0 and 2, the middle of an edge a 1.
using CubePoint = std::array<int, 3>;
using Loop = std::vector<CubePoint>;

unsigned corner_bit(const CubePoint& p) {
  return 1U << (p[0] / 2 + p[1] + p[2] * 2);
}

CubePoint middle_of_edge(const CubePoint& a, const CubePoint& b) {
  return {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2};
}

// The four corners of each face, in order around it.
std::vector<std::array<CubePoint, 4>> faces() {
  std::vector<std::array<CubePoint, 4>> out;
  constexpr std::array<std::array<int, 2>, 4> around{{{0, 0}, {2, 0}, {2, 2}, {0, 2}}};
  for (std::size_t axis = 0; axis < 3; ++axis)
    for (const int side : {0, 2}) {
      std::array<CubePoint, 4> face;
      for (std::size_t k = 0; k < 4; ++k) {
        face[k][axis] = side;
        face[k][(axis + 1) % 3] = around[k][0];
        face[k][(axis + 2) % 3] = around[k][1];
      }
      out.push_back(face);
    }
  return out;
}

// What passes through the faces, as pairs of neighbours on the closed lines.
std::map<CubePoint, std::vector<CubePoint>> crossings(unsigned code) {
  std::map<CubePoint, std::vector<CubePoint>> next;
  const auto link = [&](const CubePoint& a, const CubePoint& b) {
    next[a].push_back(b);
    next[b].push_back(a);
  };
  for (const auto& face : faces()) {
    std::vector<CubePoint> crossed;
    for (std::size_t k = 0; k < 4; ++k)
      if (((code & corner_bit(face[k])) != 0) != ((code & corner_bit(face[(k + 1) % 4])) != 0))
        crossed.push_back(middle_of_edge(face[k], face[(k + 1) % 4]));
    if (crossed.size() == 2) link(crossed[0], crossed[1]);
    if (crossed.size() == 4)
      for (std::size_t k = 0; k < 4; ++k)
        if ((code & corner_bit(face[k])) != 0)
          link(middle_of_edge(face[(k + 3) % 4], face[k]),
               middle_of_edge(face[k], face[(k + 1) % 4]));
  }
  return next;
}

std::vector<Loop> loops(unsigned code) {
  const auto next = crossings(code);
  std::set<CubePoint> seen;
  std::vector<Loop> out;
  for (const auto& [start, neighbours] : next) {
    if (!seen.insert(start).second) continue;
    Loop loop{start};
    for (CubePoint here = neighbours.front(); here != start;) {
      seen.insert(here);
      const CubePoint before = loop.back();
      loop.push_back(here);
      const auto& both = next.at(here);
      here = both[0] == before ? both[1] : both[0];
    }
    out.push_back(loop);
  }
  return out;
}

std::array<double, 3> cell(const CubePoint& p) {
  return {p[0] / 2.0, p[1] / 2.0, p[2] / 2.0};
}

// `weight` is the area of the cell's face across each axis.
double area(const CellTriangle& t, const std::array<double, 3>& weight) {
  std::array<double, 3> u{};
  std::array<double, 3> v{};
  for (std::size_t c = 0; c < 3; ++c) {
    u[c] = t.corner[1][c] - t.corner[0][c];
    v[c] = t.corner[2][c] - t.corner[0][c];
  }
  return std::hypot((u[1] * v[2] - u[2] * v[1]) * weight[0],
                    (u[2] * v[0] - u[0] * v[2]) * weight[1],
                    (u[0] * v[1] - u[1] * v[0]) * weight[2]) /
         2;
}

std::vector<CellTriangle> fan(const Loop& loop, std::size_t apex) {
  std::vector<CellTriangle> out;
  for (std::size_t k = 1; k + 1 < loop.size(); ++k)
    out.push_back({{cell(loop[apex]), cell(loop[(apex + k) % loop.size()]),
                    cell(loop[(apex + k + 1) % loop.size()])}});
  return out;
}

std::vector<CellTriangle> widest_fan(const Loop& loop) {
  std::vector<CellTriangle> best;
  double most = -1;
  for (std::size_t apex = 0; apex < loop.size(); ++apex) {
    const auto candidate = fan(loop, apex);
    double total = 0;
    for (const CellTriangle& triangle : candidate) total += area(triangle, {1, 1, 1});
    if (total > most + 1e-9) {
      most = total;
      best = candidate;
    }
  }
  return best;
}

std::vector<CellTriangle> triangles_of(unsigned code) {
  std::vector<CellTriangle> out;
  for (const Loop& loop : loops(std::popcount(code) > 4 ? 255 - code : code))
    for (const CellTriangle& triangle : widest_fan(loop)) out.push_back(triangle);
  return out;
}

}  // namespace

std::span<const CellTriangle> cell_triangles(unsigned code) {
  static const auto table = [] {
    std::array<std::vector<CellTriangle>, 256> out;
    for (unsigned k = 1; k < 255; ++k) out[k] = triangles_of(k);
    return out;
  }();
  return table[code & 255U];
}

std::span<const CellLine> cell_lines(unsigned code) {
  // The middles of the edges: below, left, right, above; bit (dx + 2 dy) is the corner (dx, dy).
  using End = std::array<double, 2>;
  static constexpr End below{0.5, 0};
  static constexpr End left{0, 0.5};
  static constexpr End right{1, 0.5};
  static constexpr End above{0.5, 1};
  static const auto table = [] {
    std::array<std::vector<CellLine>, 16> out;
    const std::array<CellLine, 4> corner{
        {{{below, left}}, {{below, right}}, {{left, above}}, {{right, above}}}};
    for (unsigned k = 0; k < 4; ++k) out[1U << k] = out[15U - (1U << k)] = {corner[k]};
    out[0b0011] = out[0b1100] = {{{left, right}}};
    out[0b0101] = out[0b1010] = {{{below, above}}};
    out[0b1001] = {corner[0], corner[3]};
    out[0b0110] = {corner[1], corner[2]};
    return out;
  }();
  return table[code & 15U];
}

std::array<double, 256> surface_areas_mm2(const std::array<double, 3>& s) {
  std::array<double, 256> out{};
  for (unsigned code = 0; code < 256; ++code)
    for (const CellTriangle& triangle : cell_triangles(code))
      out[code] += area(triangle, {s[1] * s[2], s[0] * s[2], s[0] * s[1]});
  return out;
}

std::array<double, 16> contour_lengths_mm(double x, double y) {
  std::array<double, 16> out{};
  const double corner = std::hypot(x, y) / 2;
  for (unsigned code = 1; code < 15; ++code) {
    const int set = std::popcount(code);
    if (set != 2)
      out[code] = corner;
    else if (code == 0b0110 || code == 0b1001)
      out[code] = 2 * corner;
    else
      out[code] = code == 0b0011 || code == 0b1100 ? x : y;
  }
  return out;
}

}  // namespace secondsite::image
