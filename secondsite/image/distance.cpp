#include "secondsite/image/distance.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "secondsite/core/parallel.h"
#include "secondsite/image/large_pages.h"
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

// 64 bytes of neighbouring columns, as they lie in memory ...
template <typename Scalar>
struct alignas(64) Tile {
  static constexpr std::size_t lanes = 64 / sizeof(Scalar);
  Scalar lane[lanes];
};
// ... and as two registers of 32 bytes: wider ones, where there are none, come out one number at a
// time, and machines without AVX-512 are common.
using Floats = float __attribute__((vector_size(32)));
using Doubles = double __attribute__((vector_size(32)));

template <typename Vector, typename Scalar>
[[gnu::always_inline]] inline void keep_smaller(Vector& low, Vector& high, const Tile<Scalar>& tile,
                                                Scalar square) {
  Vector v;
  Vector w;
  std::memcpy(&v, tile.lane, sizeof v);
  std::memcpy(&w, tile.lane + Tile<Scalar>::lanes / 2, sizeof w);
  v += square;
  w += square;
  low = v < low ? v : low;
  high = w < high ? w : high;
}

// The largest of all lanes, halving each time.
[[gnu::always_inline]] inline float largest(const Floats& low, const Floats& high) {
  Floats v = low > high ? low : high;
  Floats w = __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3);
  v = v > w ? v : w;
  return std::max(std::max(v[0], v[1]), std::max(v[2], v[3]));
}
[[gnu::always_inline]] inline double largest(const Doubles& low, const Doubles& high) {
  const Doubles v = low > high ? low : high;
  return std::max(std::max(v[0], v[1]), std::max(v[2], v[3]));
}

// min over j of column[j] + squares[|i - j|] for one i, in columns that lie side by side.
template <typename Vector, typename Scalar>
[[gnu::always_inline]] inline void walk(const Tile<Scalar>* column, std::size_t n, std::size_t i,
                                        const Scalar* squares, Tile<Scalar>* out) {
  constexpr std::size_t stride = 8;  // steps between two looks at whether to stop
  const Tile<Scalar>* here = column + i;
  Vector low;
  Vector high;
  std::memcpy(&low, here->lane, sizeof low);
  std::memcpy(&high, here->lane + Tile<Scalar>::lanes / 2, sizeof high);
  const std::size_t below = i;
  const std::size_t above = n - 1 - i;
  const std::size_t both = std::min(below, above);
  std::size_t k = 1;
  while (k <= both && squares[k] < largest(low, high)) {
    const std::size_t stop = std::min(both, k + stride - 1);
    for (; k <= stop; ++k) {
      keep_smaller(low, high, here[-static_cast<std::ptrdiff_t>(k)], squares[k]);
      keep_smaller(low, high, here[k], squares[k]);
    }
  }
  const std::size_t last = std::max(below, above);
  const std::ptrdiff_t side = below > above ? -1 : 1;
  while (k <= last && squares[k] < largest(low, high)) {
    const std::size_t stop = std::min(last, k + stride - 1);
    for (; k <= stop; ++k)
      keep_smaller(low, high, here[side * static_cast<std::ptrdiff_t>(k)], squares[k]);
  }
  std::memcpy(out->lane, &low, sizeof low);
  std::memcpy(out->lane + Tile<Scalar>::lanes / 2, &high, sizeof high);
}

SECONDSITE_VECTOR_CLONES_VOXELS
void walk_columns(const Tile<float>* column, std::size_t n, const float* squares,
                  Tile<float>* out) {
  for (std::size_t i = 0; i < n; ++i) walk<Floats>(column, n, i, squares, out + i);
}

SECONDSITE_VECTOR_CLONES_VOXELS
void walk_columns(const Tile<double>* column, std::size_t n, const double* squares,
                  const std::uint8_t* wanted, Tile<double>* out) {
  for (std::size_t i = 0; i < n; ++i)
    if (wanted[i] != 0) walk<Doubles>(column, n, i, squares, out + i);
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
  Volume<float> out{grid, large_vector<float>(grid.voxels())};
  if (out.voxel.empty()) return out;
  const auto across = squares_of<float>(nx, grid.spacing_mm[0]);
  const auto down = squares_of<float>(ny, grid.spacing_mm[1]);
  const auto along = squares_of<float>(nz, grid.spacing_mm[2]);
  constexpr std::size_t lanes = Tile<float>::lanes;
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
    std::vector<Tile<float>> column(ny);
    std::vector<Tile<float>> nearest(ny);
    for (std::size_t x = 0; x < nx; x += lanes) {
      const std::size_t width = std::min(lanes, nx - x);
      for (std::size_t y = 0; y < ny; ++y)
        for (std::size_t l = 0; l < lanes; ++l) {
          const std::uint16_t away = row[y * nx + x + std::min(l, width - 1)];
          column[y].lane[l] = away == none ? far<float> : across[away];
        }
      walk_columns(column.data(), ny, down.data(), nearest.data());
      for (std::size_t y = 0; y < ny; ++y)
        std::memcpy(result + y * nx + x, &nearest[y], width * sizeof(float));
    }
  });
  core::parallel_for(ny, threads, [&](std::size_t y) {
    std::vector<Tile<float>> column(nz);
    std::vector<Tile<float>> nearest(nz);
    for (std::size_t x = 0; x < nx; x += lanes) {
      const std::size_t width = std::min(lanes, nx - x);
      float* first = out.voxel.data() + y * nx + x;
      for (std::size_t z = 0; z < nz; ++z)
        for (std::size_t l = 0; l < lanes; ++l)
          column[z].lane[l] = first[z * nx * ny + std::min(l, width - 1)];
      walk_columns(column.data(), nz, along.data(), nearest.data());
      for (std::size_t z = 0; z < nz; ++z)
        for (std::size_t l = 0; l < width; ++l)
          first[z * nx * ny + l] = std::sqrt(nearest[z].lane[l]);
    }
  });
  return out;
}

namespace {

// The squared distances along the rows of a grid, and what they add up to across rows.
struct Rows {
  const Grid& grid;
  std::vector<std::uint16_t>& away;  // along its row, one a voxel
  std::vector<std::uint8_t> filled;  // slices that hold any of the set
  std::vector<double> across;
  std::vector<double> down;
  std::vector<double> along;
};

// How far the nearest of the set is along each row of a slice.
void fill_slice(Rows& rows, std::span<const std::uint32_t> set, std::size_t z) {
  const std::size_t nx = rows.grid.size[0];
  const std::size_t ny = rows.grid.size[1];
  auto next = std::lower_bound(set.begin(), set.end(), static_cast<std::uint32_t>(z * ny * nx));
  for (std::size_t y = 0; y < ny; ++y) {
    const std::size_t first = (z * ny + y) * nx;
    std::uint16_t* row = rows.away.data() + first;
    std::size_t x = 0;  // filled so far
    std::ptrdiff_t before = -1;
    for (; next != set.end() && *next < first + nx; ++next) {
      const std::size_t here = *next - first;
      // Up to the middle the one before is nearer.
      const std::size_t middle = before < 0 ? 0 : (static_cast<std::size_t>(before) + here + 1) / 2;
      for (; x < middle; ++x)
        row[x] = static_cast<std::uint16_t>(x - static_cast<std::size_t>(before));
      for (; x <= here; ++x) row[x] = static_cast<std::uint16_t>(here - x);
      before = static_cast<std::ptrdiff_t>(here);
      rows.filled[z] = 1;
    }
    if (before < 0) {
      std::fill(row, row + nx, none);
      continue;
    }
    for (; x < nx; ++x) row[x] = static_cast<std::uint16_t>(x - static_cast<std::size_t>(before));
  }
}

// A row near that of a voxel.
struct Offset {
  std::int32_t y;
  std::int32_t z;
  double square;  // of the distance between the two rows
};

// About `most` of the nearest rows, in the order of their distance; every row nearer than the last
// one is there.
std::vector<Offset> offsets_of(const Rows& rows, double most) {
  const auto& size = rows.grid.size;
  const auto& step = rows.grid.spacing_mm;
  const bool flat = size[2] == 1;
  const double radius = flat ? most / 2 * step[1] : std::sqrt(most / 3.2 * step[1] * step[2]);
  const auto reach = [&](std::size_t axis) {
    return static_cast<std::int32_t>(
        std::min(radius / step[axis], static_cast<double>(size[axis]) - 1));
  };
  std::vector<Offset> out;
  for (std::int32_t z = -reach(2); z <= reach(2); ++z)
    for (std::int32_t y = -reach(1); y <= reach(1); ++y) {
      const double square = rows.down[static_cast<std::size_t>(std::abs(y))] +
                            rows.along[static_cast<std::size_t>(std::abs(z))];
      if (square <= radius * radius) out.push_back({y, z, square});
    }
  std::stable_sort(out.begin(), out.end(),
                   [](const Offset& a, const Offset& b) { return a.square < b.square; });
  return out;
}

// The squared distance of one voxel, row by row outwards; negative where the nearest of the set may
// lie beyond the rows at hand.
double search(const Rows& rows, const std::vector<Offset>& offsets, std::uint32_t voxel) {
  const std::size_t nx = rows.grid.size[0];
  const auto ny = std::int64_t{rows.grid.size[1]};
  const auto nz = std::int64_t{rows.grid.size[2]};
  const std::size_t x = voxel % nx;
  const auto y = static_cast<std::int64_t>(voxel / nx % rows.grid.size[1]);
  const auto z = static_cast<std::int64_t>(voxel / nx / rows.grid.size[1]);
  double best = far<double>;
  for (const Offset& offset : offsets) {
    if (offset.square >= best) return best;
    const std::int64_t there_y = y + offset.y;
    const std::int64_t there_z = z + offset.z;
    if (there_y < 0 || there_z < 0 || there_y >= ny || there_z >= nz) continue;
    const std::uint16_t away = rows.away[x + nx * static_cast<std::size_t>(there_y + ny * there_z)];
    if (away == none) continue;
    // In the order in which the whole transform adds, so that both give the same bits.
    best =
        std::min(best, rows.across[away] + rows.down[static_cast<std::size_t>(std::abs(offset.y))] +
                           rows.along[static_cast<std::size_t>(std::abs(offset.z))]);
  }
  return best <= offsets.back().square ? best : -1;
}

// The squared distances of the voxels `asked` (of `at`), by whole columns: what costs the same
// however far the set is.
void by_columns(const Rows& rows, std::span<const std::uint32_t> at,
                const std::vector<std::uint32_t>& asked, unsigned threads,
                std::vector<double>& out) {
  const Grid& grid = rows.grid;
  const std::size_t nx = grid.size[0];
  const std::size_t ny = grid.size[1];
  const std::size_t nz = grid.size[2];
  // The questions, by block of columns.
  constexpr std::size_t lanes = Tile<double>::lanes;
  const std::size_t blocks = (nx + lanes - 1) / lanes;
  std::vector<std::uint32_t> begin(blocks + 1, 0);
  for (const std::uint32_t q : asked) ++begin[at[q] % nx / lanes + 1];
  for (std::size_t b = 0; b < blocks; ++b) begin[b + 1] += begin[b];
  std::vector<std::uint32_t> question(asked.size());
  {
    auto next = begin;
    for (const std::uint32_t q : asked) question[next[at[q] % nx / lanes]++] = q;
  }
  core::parallel_for(blocks, threads, [&](std::size_t block) {
    if (begin[block] == begin[block + 1]) return;
    const std::size_t x = block * lanes;
    const std::size_t width = std::min(lanes, nx - x);
    std::vector<std::uint8_t> wanted(ny, 0);
    for (std::uint32_t k = begin[block]; k < begin[block + 1]; ++k)
      wanted[at[question[k]] / nx % ny] = 1;
    std::vector<Tile<double>> column(ny);
    std::vector<Tile<double>> plane(nz * ny);
    for (std::size_t z = 0; z < nz; ++z) {
      if (rows.filled[z] == 0) continue;
      for (std::size_t y = 0; y < ny; ++y) {
        const std::uint16_t* from = rows.away.data() + grid.at(x, y, z);
        for (std::size_t l = 0; l < lanes; ++l) {
          const std::uint16_t away = from[std::min(l, width - 1)];
          column[y].lane[l] = away == none ? far<double> : rows.across[away];
        }
      }
      walk_columns(column.data(), ny, rows.down.data(), wanted.data(), plane.data() + z * ny);
    }
    for (std::uint32_t k = begin[block]; k < begin[block + 1]; ++k) {
      const std::size_t voxel = at[question[k]];
      const std::size_t z = voxel / nx / ny;
      const std::size_t l = voxel % nx % lanes;
      const Tile<double>* row_of = plane.data() + voxel / nx % ny;
      double best = rows.filled[z] != 0 ? row_of[z * ny].lane[l] : far<double>;
      for (std::size_t step = 1; step < nz && rows.along[step] < best; ++step) {
        if (step <= z && rows.filled[z - step] != 0)
          best = std::min(best, row_of[(z - step) * ny].lane[l] + rows.along[step]);
        if (z + step < nz && rows.filled[z + step] != 0)
          best = std::min(best, row_of[(z + step) * ny].lane[l] + rows.along[step]);
      }
      out[question[k]] = best;
    }
  });
}

}  // namespace

std::vector<double> distances_to(const Grid& grid, std::span<const std::uint32_t> set,
                                 std::span<const std::uint32_t> at, unsigned threads,
                                 std::vector<std::uint16_t>& work) {
  std::vector<double> out(at.size(), far<double>);
  if (at.empty() || set.empty()) return out;
  if (work.size() < grid.voxels()) work = large_vector<std::uint16_t>(grid.voxels());
  Rows rows{grid,
            work,
            std::vector<std::uint8_t>(grid.size[2], 0),
            squares_of<double>(grid.size[0], grid.spacing_mm[0]),
            squares_of<double>(grid.size[1], grid.spacing_mm[1]),
            squares_of<double>(grid.size[2], grid.spacing_mm[2])};
  core::parallel_for(grid.size[2], threads, [&](std::size_t z) { fill_slice(rows, set, z); });
  // Surfaces mostly lie side by side: a few rows around hold the answer. Where they do not, chunk
  // by chunk, more rows may, and else whole columns are cheaper.
  constexpr double near_rows = 512;
  constexpr double more_rows = 8192;
  constexpr std::size_t chunk = 4096;
  constexpr std::size_t probe = 64;
  const auto offsets = offsets_of(rows, near_rows);
  std::vector<std::vector<std::uint32_t>> open((at.size() + chunk - 1) / chunk);
  core::parallel_for(open.size(), threads, [&](std::size_t c) {
    const std::size_t end = std::min(at.size(), (c + 1) * chunk);
    for (std::size_t q = c * chunk; q < end; ++q) {
      const bool give_up = q >= c * chunk + probe && open[c].size() > probe / 2 &&
                           2 * open[c].size() > q - c * chunk;
      if (!give_up) out[q] = search(rows, offsets, at[q]);
      if (give_up || out[q] < 0) open[c].push_back(static_cast<std::uint32_t>(q));
    }
  });
  std::vector<std::uint32_t> asked;
  for (const auto& part : open) asked.insert(asked.end(), part.begin(), part.end());
  if (static_cast<double>(asked.size()) * more_rows < 2.0 * static_cast<double>(grid.voxels())) {
    const auto further = offsets_of(rows, more_rows);
    core::parallel_for(asked.size(), threads,
                       [&](std::size_t k) { out[asked[k]] = search(rows, further, at[asked[k]]); });
    std::erase_if(asked, [&](std::uint32_t q) { return out[q] >= 0; });
  }
  if (!asked.empty()) by_columns(rows, at, asked, threads, out);
  for (double& square : out) square = std::sqrt(square);
  return out;
}

std::vector<double> distances_at(const Volume<std::uint8_t>& set, std::span<const std::uint32_t> at,
                                 unsigned threads) {
  std::vector<std::uint32_t> index;
  for (std::size_t i = 0; i < set.voxel.size(); ++i)
    if (set.voxel[i] != 0) index.push_back(static_cast<std::uint32_t>(i));
  std::vector<std::uint16_t> work;
  return distances_to(set.grid, index, at, threads, work);
}

}  // namespace secondsite::image
