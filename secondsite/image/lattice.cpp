#include "secondsite/image/lattice.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace secondsite::image {
namespace {

// Where a place lies among the voxels of a grid, in voxels.
std::array<double, 3> index_of(const Grid& grid, const std::array<double, 3>& place) {
  std::array<double, 3> out{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (std::size_t c = 0; c < 3; ++c)
      out[axis] += grid.direction[3 * axis + c] * (place[c] - grid.origin_mm[c]);
    out[axis] /= grid.spacing_mm[axis];
  }
  return out;
}

}  // namespace

std::array<std::int64_t, 3> Lattice::at(std::size_t x, std::size_t y, std::size_t z) const {
  const std::array<std::int64_t, 3> here{static_cast<std::int64_t>(x), static_cast<std::int64_t>(y),
                                         static_cast<std::int64_t>(z)};
  std::array<std::int64_t, 3> out = first;
  for (std::size_t a = 0; a < 3; ++a) out[axis[a]] += sign[a] * here[a];
  return out;
}

std::optional<Lattice> lattice_of(const Grid& part, const Grid& whole, double tolerance) {
  Lattice out;
  std::array<bool, 3> taken{};
  for (std::size_t a = 0; a < 3; ++a) {
    std::size_t best = 3;
    double most = 0;
    double signed_most = 0;
    for (std::size_t b = 0; b < 3; ++b) {
      double dot = 0;
      for (std::size_t c = 0; c < 3; ++c)
        dot += part.direction[3 * a + c] * whole.direction[3 * b + c];
      if (std::abs(dot) <= most) continue;
      most = std::abs(dot);
      signed_most = dot;
      best = b;
    }
    if (best == 3 || taken[best]) return std::nullopt;
    taken[best] = true;
    out.axis[a] = best;
    out.sign[a] = signed_most < 0 ? -1 : 1;
  }
  const auto origin = index_of(whole, part.position_mm(0, 0, 0));
  for (std::size_t b = 0; b < 3; ++b) {
    if (!(std::abs(origin[b]) < 1e9)) return std::nullopt;
    out.first[b] = std::llround(origin[b]);
  }
  for (unsigned corner = 0; corner < 8; ++corner) {
    std::array<std::size_t, 3> at{};
    for (std::size_t a = 0; a < 3; ++a) at[a] = (corner >> a & 1U) != 0 ? part.size[a] - 1 : 0;
    const auto there =
        index_of(whole, part.position_mm(static_cast<double>(at[0]), static_cast<double>(at[1]),
                                         static_cast<double>(at[2])));
    const auto expected = out.at(at[0], at[1], at[2]);
    for (std::size_t b = 0; b < 3; ++b)
      if (!(std::abs(there[b] - static_cast<double>(expected[b])) <= tolerance))
        return std::nullopt;
  }
  return out;
}

Grid extended(const Grid& whole, const Grid& part, const Lattice& lattice) {
  Grid out = whole;
  const auto begin = lattice.at(0, 0, 0);
  const auto end = lattice.at(part.size[0] - 1, part.size[1] - 1, part.size[2] - 1);
  std::array<double, 3> shift{};
  for (std::size_t a = 0; a < 3; ++a) {
    const std::int64_t low = std::min({begin[a], end[a], std::int64_t{0}});
    const std::int64_t high = std::max({begin[a], end[a], std::int64_t{whole.size[a]} - 1});
    shift[a] = static_cast<double>(low);
    out.size[a] = static_cast<std::uint32_t>(
        std::min<std::int64_t>(high - low + 1, std::numeric_limits<std::uint32_t>::max()));
  }
  out.origin_mm = whole.position_mm(shift[0], shift[1], shift[2]);
  return out;
}

}  // namespace secondsite::image
