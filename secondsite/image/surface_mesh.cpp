#include "secondsite/image/surface_mesh.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "secondsite/core/parallel.h"
#include "secondsite/image/distance.h"
#include "secondsite/image/surface.h"
#include "secondsite/image/surface_table.h"
#include "secondsite/image/vector3.h"

namespace secondsite::image {
namespace {

using Point = Vector3;

// The places of corners are rounded, and two faces just as far apart as the tolerance are within
// it.
constexpr double rounding_mm = 1e-9;

Point middle(const Point& a, const Point& b) {
  return {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2};
}
double distance(const Point& a, const Point& b) {
  return length(minus(a, b));
}

// A triangle in mm; a line where the last two corners are one.
struct Piece {
  std::array<Point, 3> corner;
  bool is_line = false;

  double size() const {
    const Point u = minus(corner[1], corner[0]);
    const Point v = minus(corner[2], corner[0]);
    if (is_line) return length(u);
    return length(cross(u, v)) / 2;
  }
  Point centre() const {
    if (is_line) return middle(corner[0], corner[1]);
    Point out{};
    for (std::size_t c = 0; c < 3; ++c) out[c] = (corner[0][c] + corner[1][c] + corner[2][c]) / 3;
    return out;
  }
};

double square_to_line(const Point& p, const Point& a, const Point& b) {
  const Point ab = minus(b, a);
  const double length = dot(ab, ab);
  const double t = length > 0 ? std::clamp(dot(minus(p, a), ab) / length, 0.0, 1.0) : 0;
  const Point off{p[0] - a[0] - t * ab[0], p[1] - a[1] - t * ab[1], p[2] - a[2] - t * ab[2]};
  return dot(off, off);
}

// The squared distance of a point to a triangle: to its plane where the foot lies inside, else to
// the nearest edge.
double square_to(const Point& p, const Piece& piece) {
  const auto& [a, b, c] = piece.corner;
  if (piece.is_line) return square_to_line(p, a, b);
  const Point ab = minus(b, a);
  const Point ac = minus(c, a);
  const Point ap = minus(p, a);
  const double d00 = dot(ab, ab);
  const double d01 = dot(ab, ac);
  const double d11 = dot(ac, ac);
  const double d20 = dot(ap, ab);
  const double d21 = dot(ap, ac);
  const double below = d00 * d11 - d01 * d01;
  if (below > 0) {
    const double v = (d11 * d20 - d01 * d21) / below;
    const double w = (d00 * d21 - d01 * d20) / below;
    if (v >= 0 && w >= 0 && v + w <= 1) {
      const Point off{ap[0] - v * ab[0] - w * ac[0], ap[1] - v * ab[1] - w * ac[1],
                      ap[2] - v * ab[2] - w * ac[2]};
      return dot(off, off);
    }
  }
  return std::min({square_to_line(p, a, b), square_to_line(p, b, c), square_to_line(p, c, a)});
}

// What the surface of one mask is made of.
class Mesh {
 public:
  Mesh(const Volume<std::uint8_t>& both, unsigned bit, unsigned threads)
      : cells_(surface_cells(both, bit, threads)), flat_(both.grid.size[2] == 1) {}

  const SurfaceCells& cells() const { return cells_; }

  // Calls `use` for each piece in the cell at `k`.
  template <typename Use>
  void pieces(std::size_t k, Use use) const {
    const auto& size = cells_.grid.size;
    const auto& step = cells_.grid.spacing_mm;
    const std::size_t at = cells_.index[k];
    const Point low{static_cast<double>(at % size[0]) * step[0],
                    static_cast<double>(at / size[0] % size[1]) * step[1],
                    static_cast<double>(at / size[0] / size[1]) * step[2]};
    if (flat_) {
      for (const CellLine& line : cell_lines(cells_.code[k])) {
        Piece piece;
        piece.is_line = true;
        for (std::size_t e = 0; e < 3; ++e) {
          const auto& end = line.end[std::min<std::size_t>(e, 1)];
          piece.corner[e] = {low[0] + end[0] * step[0], low[1] + end[1] * step[1], low[2]};
        }
        use(piece);
      }
      return;
    }
    for (const CellTriangle& triangle : cell_triangles(cells_.code[k])) {
      Piece piece;
      for (std::size_t e = 0; e < 3; ++e)
        for (std::size_t c = 0; c < 3; ++c)
          piece.corner[e][c] = low[c] + triangle.corner[e][c] * step[c];
      use(piece);
    }
  }

  double size() const {
    return core::parallel_sum<double>(
        cells_.index.size(), 4096, 1, [&](std::size_t begin, std::size_t end) {
          double out = 0;
          for (std::size_t k = begin; k < end; ++k)
            pieces(k, [&](const Piece& piece) { out += piece.size(); });
          return out;
        });
  }

 private:
  SurfaceCells cells_;
  bool flat_;
};

// The size of what lies within the tolerance of any of `others`, which need be no more than those
// that any point of the piece can be so near to.
double size_within(const Piece& piece, double tolerance, unsigned depth,
                   const std::vector<Piece>& others) {
  const Point centre = piece.centre();
  double reach = 0;
  for (const Point& corner : piece.corner) reach = std::max(reach, distance(corner, centre));
  // No point of the piece is further from its middle than `reach`, and distances change no faster.
  const double inside = tolerance - reach;
  const double far = (tolerance + reach) * (tolerance + reach);
  std::vector<Piece> near;
  bool middle_is_within = false;
  for (const Piece& other : others) {
    const double square = square_to(centre, other);
    if (inside >= 0 && square <= inside * inside) return piece.size();
    if (square > far) continue;
    middle_is_within = middle_is_within || square <= tolerance * tolerance;
    // Distance to one triangle is convex: where all corners are within, all between them is.
    if (square <= tolerance * tolerance &&
        std::all_of(piece.corner.begin(), piece.corner.end(), [&](const Point& corner) {
          return square_to(corner, other) <= tolerance * tolerance;
        }))
      return piece.size();
    near.push_back(other);
  }
  if (near.empty()) return 0;
  if (depth == 0) return middle_is_within ? piece.size() : 0;
  const auto& [a, b, c] = piece.corner;
  const Point ab = middle(a, b);
  double out = 0;
  const auto part = [&](const Point& p, const Point& q, const Point& r) {
    out += size_within(Piece{{p, q, r}, piece.is_line}, tolerance, depth - 1, near);
  };
  if (piece.is_line) {
    part(a, ab, ab);
    part(ab, b, b);
    return out;
  }
  const Point bc = middle(b, c);
  const Point ca = middle(c, a);
  part(a, ab, ca);
  part(ab, b, bc);
  part(ca, bc, c);
  part(ab, bc, ca);
  return out;
}

// From the cells of one mesh to another mesh.
class Within {
 public:
  Within(const Mesh& from, const Mesh& to, double tolerance_mm)
      : from_(from), to_(to), tolerance_(tolerance_mm + rounding_mm) {
    const auto& grid = from.cells().grid;
    const bool flat = grid.size[2] == 1;
    reach_ = std::hypot(grid.spacing_mm[0], grid.spacing_mm[1], flat ? 0 : grid.spacing_mm[2]) / 2;
    // Where the cells of each row begin.
    row_.assign(std::size_t{grid.size[1]} * grid.size[2] + 1, 0);
    for (const std::uint32_t i : to.cells().index) ++row_[i / grid.size[0] + 1];
    for (std::size_t r = 1; r < row_.size(); ++r) row_[r] += row_[r - 1];
  }

  double size(unsigned threads) const {
    const auto& grid = from_.cells().grid;
    std::vector<std::uint16_t> work;
    const auto centres = distances_to(grid, to_.cells().index, from_.cells().index, threads, work);
    return core::parallel_sum<double>(centres.size(), 256, threads,
                                      [&](std::size_t begin, std::size_t end) {
                                        double out = 0;
                                        std::vector<Piece> near;
                                        for (std::size_t k = begin; k < end; ++k)
                                          out += of_cell(k, centres[k], near);
                                        return out;
                                      });
  }

 private:
  // `centre`: from the middle of the cell to the nearest middle of one of the other mesh.
  double of_cell(std::size_t k, double centre, std::vector<Piece>& near) const {
    double out = 0;
    if (centre > tolerance_ + 2 * reach_) return 0;
    if (centre + 2 * reach_ <= tolerance_) {
      from_.pieces(k, [&](const Piece& piece) { out += piece.size(); });
      return out;
    }
    gather(k, near);
    from_.pieces(k, [&](const Piece& piece) { out += size_within(piece, tolerance_, 4, near); });
    return out;
  }

  // The pieces of cells that may hold a point within the tolerance of a point of cell k.
  void gather(std::size_t k, std::vector<Piece>& near) const {
    near.clear();
    const auto& cells = to_.cells();
    const auto& grid = cells.grid;
    const std::size_t at = from_.cells().index[k];
    const std::array<std::int64_t, 3> here{
        static_cast<std::int64_t>(at % grid.size[0]),
        static_cast<std::int64_t>(at / grid.size[0] % grid.size[1]),
        static_cast<std::int64_t>(at / grid.size[0] / grid.size[1])};
    // A cell away along an axis lies one step less than that away, edge to edge.
    std::array<std::int64_t, 3> low{};
    std::array<std::int64_t, 3> high{};
    for (std::size_t a = 0; a < 3; ++a) {
      const auto steps = static_cast<std::int64_t>(
          std::min(tolerance_ / grid.spacing_mm[a] + 1, static_cast<double>(grid.size[a])));
      low[a] = std::max<std::int64_t>(0, here[a] - steps);
      high[a] = std::min<std::int64_t>(std::int64_t{grid.size[a]} - 1, here[a] + steps);
    }
    const auto gap = [&](std::size_t a, std::int64_t i) {
      const double steps =
          static_cast<double>(std::max<std::int64_t>(0, std::abs(i - here[a]) - 1));
      return steps * steps * grid.spacing_mm[a] * grid.spacing_mm[a];
    };
    const double most = tolerance_ * tolerance_;
    for (std::int64_t z = low[2]; z <= high[2]; ++z)
      for (std::int64_t y = low[1]; y <= high[1]; ++y) {
        const double across = gap(1, y) + gap(2, z);
        if (across > most) continue;
        const auto row = static_cast<std::size_t>(z * std::int64_t{grid.size[1]} + y);
        for (std::size_t j = row_[row]; j < row_[row + 1]; ++j) {
          const auto x = static_cast<std::int64_t>(cells.index[j] - row * grid.size[0]);
          if (x > high[0]) break;
          if (x < low[0] || across + gap(0, x) > most) continue;
          to_.pieces(j, [&](const Piece& piece) { near.push_back(piece); });
        }
      }
  }

  const Mesh& from_;
  const Mesh& to_;
  double tolerance_;
  double reach_ = 0;  // from a cell's middle to its corner
  std::vector<std::size_t> row_;
};

// The simple way: parts of 1/2^depth of an edge, each by the distance of its middle.
double size_by_sampling(const Piece& piece, double tolerance, unsigned depth,
                        const std::vector<Piece>& others) {
  const auto& [a, b, c] = piece.corner;
  if (depth == 0) {
    const Point centre = piece.centre();
    for (const Piece& other : others)
      if (square_to(centre, other) <= tolerance * tolerance) return piece.size();
    return 0;
  }
  const Point ab = middle(a, b);
  const auto part = [&](const Point& p, const Point& q, const Point& r) {
    return size_by_sampling(Piece{{p, q, r}, piece.is_line}, tolerance, depth - 1, others);
  };
  if (piece.is_line) return part(a, ab, ab) + part(ab, b, b);
  const Point bc = middle(b, c);
  const Point ca = middle(c, a);
  return part(a, ab, ca) + part(ab, b, bc) + part(ca, bc, c) + part(ab, bc, ca);
}

}  // namespace

double MeshOverlap::share() const {
  return area_a + area_b > 0 ? (within_a + within_b) / (area_a + area_b)
                             : std::numeric_limits<double>::quiet_NaN();
}

MeshOverlap mesh_overlap(const Volume<std::uint8_t>& both, double tolerance_mm, unsigned threads) {
  const Mesh a(both, 0, threads);
  const Mesh b(both, 1, threads);
  MeshOverlap out{a.size(), b.size(), 0, 0};
  if (a.cells().index.empty() || b.cells().index.empty()) return out;
  out.within_a = Within(a, b, tolerance_mm).size(threads);
  out.within_b = Within(b, a, tolerance_mm).size(threads);
  return out;
}

MeshOverlap mesh_overlap_simple(const Volume<std::uint8_t>& both, double tolerance_mm,
                                unsigned depth) {
  const Mesh a(both, 0, 1);
  const Mesh b(both, 1, 1);
  const auto within = [&](const Mesh& from, const Mesh& to) {
    std::vector<Piece> all;
    for (std::size_t k = 0; k < to.cells().index.size(); ++k)
      to.pieces(k, [&](const Piece& piece) { all.push_back(piece); });
    double out = 0;
    for (std::size_t k = 0; k < from.cells().index.size(); ++k)
      from.pieces(k, [&](const Piece& piece) {
        out += size_by_sampling(piece, tolerance_mm + rounding_mm, depth, all);
      });
    return out;
  };
  return {a.size(), b.size(), within(a, b), within(b, a)};
}

}  // namespace secondsite::image
