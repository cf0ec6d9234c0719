#include "secondsite/image/distance.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "secondsite/core/parallel.h"
#include "secondsite/image/vector_clones.h"

// The squared distance separates by axis: along x the nearest set voxel of the row is counted, then
// along y and z the smallest sum of a square and what stands there is taken. The last two walk
// outwards from each voxel and stop once the step alone exceeds the best: no envelope is kept, many
// neighbouring columns share one walk, and the sums are those of the definition.

namespace secondsite::image {
namespace {

constexpr std::uint16_t none = 65535;  // no set voxel in this row

// For each voxel of a row how many voxels away the nearest set one is; false where there is none.
bool row_distances(const std::uint8_t* set, std::size_t n, std::uint16_t* out) {
  const std::uint8_t* first =
      std::find_if(set, set + n, [](std::uint8_t value) { return value != 0; });
  if (first == set + n) {
    std::fill(out, out + n, none);
    return false;
  }
  std::size_t away = n;
  for (std::size_t x = 0; x < n; ++x) {
    away = set[x] != 0 ? 0 : away + 1;
    out[x] = static_cast<std::uint16_t>(std::min<std::size_t>(away, none - 1));
  }
  away = n;
  for (std::size_t x = n; x-- > 0;) {
    away = set[x] != 0 ? 0 : away + 1;
    if (away < out[x]) out[x] = static_cast<std::uint16_t>(away);
  }
  return true;
}

// min over j of column[j] + squares[|i - j|] for one i, in `Lanes` columns that lie side by side.
template <typename Scalar, std::size_t Lanes>
inline void walk(const Scalar* column, std::size_t n, std::size_t i, const Scalar* squares,
                 Scalar* out) {
  Scalar best[Lanes];
  const Scalar* here = column + i * Lanes;
  for (std::size_t l = 0; l < Lanes; ++l) best[l] = here[l];
  const std::size_t below = i;
  const std::size_t above = n - 1 - i;
  const std::size_t both = std::min(below, above);
  const std::size_t last = std::max(below, above);
  std::size_t k = 1;
  while (k <= last) {
    Scalar most = best[0];
    for (std::size_t l = 1; l < Lanes; ++l) most = best[l] > most ? best[l] : most;
    if (squares[k] >= most) break;
    const std::size_t stop = std::min(last, k + 3);
    for (; k <= stop; ++k) {
      const Scalar square = squares[k];
      if (k <= both) {
        const Scalar* low = here - k * Lanes;
        const Scalar* high = here + k * Lanes;
        for (std::size_t l = 0; l < Lanes; ++l) {
          const Scalar smaller = low[l] < high[l] ? low[l] : high[l];
          const Scalar sum = smaller + square;
          best[l] = sum < best[l] ? sum : best[l];
        }
      } else {
        const Scalar* side = k <= below ? here - k * Lanes : here + k * Lanes;
        for (std::size_t l = 0; l < Lanes; ++l) {
          const Scalar sum = side[l] + square;
          best[l] = sum < best[l] ? sum : best[l];
        }
      }
    }
  }
  for (std::size_t l = 0; l < Lanes; ++l) out[l] = best[l];
}

constexpr std::size_t float_lanes = 16;
constexpr std::size_t double_lanes = 8;

SECONDSITE_VECTOR_CLONES_VOXELS
void walk_columns(const float* column, std::size_t n, const float* squares, float* out) {
  for (std::size_t i = 0; i < n; ++i)
    walk<float, float_lanes>(column, n, i, squares, out + i * float_lanes);
}

SECONDSITE_VECTOR_CLONES_VOXELS
void walk_columns(const double* column, std::size_t n, const double* squares,
                  const std::uint8_t* wanted, double* out) {
  for (std::size_t i = 0; i < n; ++i)
    if (wanted[i] != 0) walk<double, double_lanes>(column, n, i, squares, out + i * double_lanes);
}

template <typename Scalar>
std::vector<Scalar> squares_of(std::size_t n, double step) {
  std::vector<Scalar> out(n + 1);
  for (std::size_t k = 0; k <= n; ++k) {
    const double away = static_cast<double>(k) * step;
    out[k] = static_cast<Scalar>(away * away);
  }
  return out;
}

template <typename Scalar>
constexpr Scalar far = std::numeric_limits<Scalar>::infinity();

}  // namespace

Volume<float> distance_map(const Volume<std::uint8_t>& set, unsigned threads) {
  const Grid& grid = set.grid;
  const std::size_t nx = grid.size[0];
  const std::size_t ny = grid.size[1];
  const std::size_t nz = grid.size[2];
  Volume<float> out{grid, std::vector<float>(grid.voxels())};
  if (out.voxel.empty()) return out;
  const auto across = squares_of<float>(nx, grid.spacing_mm[0]);
  const auto down = squares_of<float>(ny, grid.spacing_mm[1]);
  const auto along = squares_of<float>(nz, grid.spacing_mm[2]);
  constexpr std::size_t lanes = float_lanes;
  core::parallel_for(nz, threads, [&](std::size_t z) {
    const std::uint8_t* slice = set.voxel.data() + z * nx * ny;
    float* result = out.voxel.data() + z * nx * ny;
    std::vector<std::uint16_t> row(nx * ny);
    bool any = false;
    for (std::size_t y = 0; y < ny; ++y)
      if (row_distances(slice + y * nx, nx, row.data() + y * nx)) any = true;
    if (!any) {
      std::fill(result, result + nx * ny, far<float>);
      return;
    }
    std::vector<float> column(ny * lanes);
    std::vector<float> nearest(ny * lanes);
    for (std::size_t x = 0; x < nx; x += lanes) {
      const std::size_t width = std::min(lanes, nx - x);
      for (std::size_t y = 0; y < ny; ++y)
        for (std::size_t l = 0; l < lanes; ++l) {
          const std::uint16_t away = row[y * nx + x + std::min(l, width - 1)];
          column[y * lanes + l] = away == none ? far<float> : across[away];
        }
      walk_columns(column.data(), ny, down.data(), nearest.data());
      for (std::size_t y = 0; y < ny; ++y)
        std::copy_n(nearest.data() + y * lanes, width, result + y * nx + x);
    }
  });
  core::parallel_for(ny, threads, [&](std::size_t y) {
    std::vector<float> column(nz * lanes);
    std::vector<float> nearest(nz * lanes);
    for (std::size_t x = 0; x < nx; x += lanes) {
      const std::size_t width = std::min(lanes, nx - x);
      float* first = out.voxel.data() + y * nx + x;
      for (std::size_t z = 0; z < nz; ++z)
        for (std::size_t l = 0; l < lanes; ++l)
          column[z * lanes + l] = first[z * nx * ny + std::min(l, width - 1)];
      walk_columns(column.data(), nz, along.data(), nearest.data());
      for (std::size_t z = 0; z < nz; ++z)
        for (std::size_t l = 0; l < width; ++l)
          first[z * nx * ny + l] = std::sqrt(nearest[z * lanes + l]);
    }
  });
  return out;
}

std::vector<double> distances_at(const Volume<std::uint8_t>& set, std::span<const std::uint32_t> at,
                                 unsigned threads) {
  const Grid& grid = set.grid;
  const std::size_t nx = grid.size[0];
  const std::size_t ny = grid.size[1];
  const std::size_t nz = grid.size[2];
  std::vector<double> out(at.size(), far<double>);
  if (at.empty()) return out;
  std::vector<std::uint16_t> row(grid.voxels());
  std::vector<std::uint8_t> filled(nz, 0);  // slices that hold any of the set
  core::parallel_for(nz, threads, [&](std::size_t z) {
    for (std::size_t y = 0; y < ny; ++y) {
      const std::size_t first = grid.at(0, y, z);
      if (row_distances(set.voxel.data() + first, nx, row.data() + first)) filled[z] = 1;
    }
  });
  if (std::find(filled.begin(), filled.end(), 1) == filled.end()) return out;
  // The questions, by block of columns.
  constexpr std::size_t lanes = double_lanes;
  const std::size_t blocks = (nx + lanes - 1) / lanes;
  std::vector<std::uint32_t> begin(blocks + 1, 0);
  for (const std::uint32_t voxel : at) ++begin[voxel % nx / lanes + 1];
  for (std::size_t b = 0; b < blocks; ++b) begin[b + 1] += begin[b];
  std::vector<std::uint32_t> question(at.size());
  {
    auto next = begin;
    for (std::uint32_t q = 0; q < at.size(); ++q) question[next[at[q] % nx / lanes]++] = q;
  }
  const auto across = squares_of<double>(nx, grid.spacing_mm[0]);
  const auto down = squares_of<double>(ny, grid.spacing_mm[1]);
  const auto along = squares_of<double>(nz, grid.spacing_mm[2]);
  core::parallel_for(blocks, threads, [&](std::size_t block) {
    if (begin[block] == begin[block + 1]) return;
    const std::size_t x = block * lanes;
    const std::size_t width = std::min(lanes, nx - x);
    std::vector<std::uint8_t> wanted(ny, 0);
    for (std::uint32_t k = begin[block]; k < begin[block + 1]; ++k)
      wanted[at[question[k]] / nx % ny] = 1;
    std::vector<double> column(ny * lanes);
    std::vector<double> plane(nz * ny * lanes);
    for (std::size_t z = 0; z < nz; ++z) {
      if (filled[z] == 0) continue;
      for (std::size_t y = 0; y < ny; ++y) {
        const std::uint16_t* from = row.data() + grid.at(x, y, z);
        for (std::size_t l = 0; l < lanes; ++l) {
          const std::uint16_t away = from[std::min(l, width - 1)];
          column[y * lanes + l] = away == none ? far<double> : across[away];
        }
      }
      walk_columns(column.data(), ny, down.data(), wanted.data(), plane.data() + z * ny * lanes);
    }
    for (std::uint32_t k = begin[block]; k < begin[block + 1]; ++k) {
      const std::size_t voxel = at[question[k]];
      const std::size_t z = voxel / nx / ny;
      const double* lane = plane.data() + voxel / nx % ny * lanes + voxel % nx % lanes;
      double best = filled[z] != 0 ? lane[z * ny * lanes] : far<double>;
      for (std::size_t step = 1; step < nz && along[step] < best; ++step) {
        if (step <= z && filled[z - step] != 0)
          best = std::min(best, lane[(z - step) * ny * lanes] + along[step]);
        if (z + step < nz && filled[z + step] != 0)
          best = std::min(best, lane[(z + step) * ny * lanes] + along[step]);
      }
      out[question[k]] = std::sqrt(best);
    }
  });
  return out;
}

}  // namespace secondsite::image
