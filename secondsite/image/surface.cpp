#include "secondsite/image/surface.h"

#include <algorithm>
#include <cstring>

#include "secondsite/core/parallel.h"
#include "secondsite/image/distance.h"
#include "secondsite/image/surface_table.h"
#include "secondsite/image/vector_clones.h"

namespace secondsite::image {
namespace {

// For a row of n + 1 cells the neighbour code of each, from the rows of voxels around it; a row has
// a voxel of nothing before its first and after its last. `bit` chooses the mask.
SECONDSITE_VECTOR_CLONES_VOXELS
void codes_of_row(const std::uint8_t* const* rows, std::size_t count, unsigned bit,
                  std::size_t cells, std::uint8_t* code) {
  std::fill(code, code + cells, std::uint8_t{0});
  for (std::size_t r = 0; r < count; ++r) {
    const std::uint8_t* row = rows[r];
    for (std::size_t x = 0; x < cells; ++x) {
      const unsigned low = row[x] >> bit & 1U;
      const unsigned high = row[x + 1] >> bit & 1U;
      code[x] = static_cast<std::uint8_t>(code[x] | (low | high << 1U) << (2 * r));
    }
  }
}

// Marks the voxels of a row that have a face towards the outside: 1, else 0.
SECONDSITE_VECTOR_CLONES_VOXELS
void border_of_row(const std::uint8_t* const* rows, std::size_t count, unsigned bit, std::size_t n,
                   std::uint8_t* mark) {
  const std::uint8_t* here = rows[0];
  for (std::size_t x = 0; x < n; ++x) mark[x] = static_cast<std::uint8_t>(here[x] & here[x + 2]);
  for (std::size_t r = 1; r < count; ++r)
    for (std::size_t x = 0; x < n; ++x)
      mark[x] = static_cast<std::uint8_t>(mark[x] & rows[r][x + 1]);
  for (std::size_t x = 0; x < n; ++x)
    mark[x] = static_cast<std::uint8_t>((here[x + 1] & ~mark[x]) >> bit & 1U);
}

// The rows of a volume with nothing around it.
class Padded {
 public:
  explicit Padded(const Volume<std::uint8_t>& volume)
      : volume_(volume), nothing_(volume.grid.size[0] + 2, 0) {}

  // Copies a row into `to`, which has n + 2 bytes, or gives the row of nothing. `y`, `z` count from
  // −1.
  const std::uint8_t* row(std::int64_t y, std::int64_t z, std::vector<std::uint8_t>& to) const {
    const auto& size = volume_.grid.size;
    if (y < 0 || z < 0 || y >= size[1] || z >= size[2]) return nothing_.data();
    to.assign(size[0] + 2, 0);
    std::memcpy(to.data() + 1,
                volume_.voxel.data() +
                    volume_.grid.at(0, static_cast<std::size_t>(y), static_cast<std::size_t>(z)),
                size[0]);
    return to.data();
  }

 private:
  const Volume<std::uint8_t>& volume_;
  std::vector<std::uint8_t> nothing_;
};

struct Elements {
  std::vector<std::uint32_t> index;
  std::vector<std::uint8_t> code;  // empty for border voxels
};

// Collects in `out` what a row found: `full` is the code that, like 0, is no surface.
void collect(const std::vector<std::uint8_t>& code, std::size_t n, std::uint8_t full,
             std::size_t first, bool keep_codes, Elements& out) {
  std::uint64_t all = 0;
  std::memset(&all, full, sizeof all);
  for (std::size_t x = 0; x < n;) {
    if (x + 8 <= n) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, code.data() + x, sizeof eight);
      if (eight == 0 || eight == all) {
        x += 8;
        continue;
      }
    }
    const std::size_t stop = std::min(n, x + 8);
    for (; x < stop; ++x) {
      if (code[x] == 0 || code[x] == full) continue;
      out.index.push_back(static_cast<std::uint32_t>(first + x));
      if (keep_codes) out.code.push_back(code[x]);
    }
  }
}

Elements joined(const std::vector<Elements>& parts) {
  Elements out;
  std::size_t total = 0;
  for (const Elements& part : parts) total += part.index.size();
  out.index.reserve(total);
  for (const Elements& part : parts) {
    out.index.insert(out.index.end(), part.index.begin(), part.index.end());
    out.code.insert(out.code.end(), part.code.begin(), part.code.end());
  }
  return out;
}

Grid cell_grid(Grid grid) {
  const bool flat = grid.size[2] == 1;
  for (std::size_t axis = 0; axis < (flat ? 2U : 3U); ++axis) ++grid.size[axis];
  return grid;
}

Elements cells_of(const Volume<std::uint8_t>& both, unsigned bit, const Grid& cells,
                  unsigned threads) {
  const Padded padded(both);
  const bool flat = both.grid.size[2] == 1;
  std::vector<Elements> parts(cells.size[2]);
  core::parallel_for(cells.size[2], threads, [&](std::size_t slice) {
    const auto z = static_cast<std::int64_t>(slice);
    // Rows y and y − 1 of this slice of voxels and the one before; a row is copied once.
    std::array<std::vector<std::uint8_t>, 4> held;
    std::array<const std::uint8_t*, 4> rows{};
    std::vector<std::uint8_t> code(cells.size[0]);
    const std::size_t planes = flat ? 1 : 2;
    for (std::size_t p = 0; p < planes; ++p)
      rows[2 * p + 1] =
          padded.row(-1, flat ? z : z - 1 + static_cast<std::int64_t>(p), held[2 * p + 1]);
    for (std::int64_t y = 0; y < cells.size[1]; ++y) {
      for (std::size_t p = 0; p < planes; ++p) {
        std::swap(held[2 * p], held[2 * p + 1]);
        rows[2 * p] = rows[2 * p + 1];
        rows[2 * p + 1] =
            padded.row(y, flat ? z : z - 1 + static_cast<std::int64_t>(p), held[2 * p + 1]);
      }
      codes_of_row(rows.data(), 2 * planes, bit, cells.size[0], code.data());
      collect(code, cells.size[0], flat ? 15 : 255, cells.at(0, static_cast<std::size_t>(y), slice),
              true, parts[slice]);
    }
  });
  return joined(parts);
}

Elements border_of(const Volume<std::uint8_t>& both, unsigned bit, unsigned threads) {
  const Padded padded(both);
  const Grid& grid = both.grid;
  std::vector<Elements> parts(grid.size[2]);
  core::parallel_for(grid.size[2], threads, [&](std::size_t slice) {
    const auto z = static_cast<std::int64_t>(slice);
    std::array<std::vector<std::uint8_t>, 5> held;
    std::vector<std::uint8_t> mark(grid.size[0]);
    for (std::int64_t y = 0; y < grid.size[1]; ++y) {
      const std::array<const std::uint8_t*, 5> rows{
          padded.row(y, z, held[0]), padded.row(y - 1, z, held[1]), padded.row(y + 1, z, held[2]),
          padded.row(y, z - 1, held[3]), padded.row(y, z + 1, held[4])};
      border_of_row(rows.data(), grid.size[2] == 1 ? 3 : 5, bit, grid.size[0], mark.data());
      collect(mark, grid.size[0], 0, grid.at(0, static_cast<std::size_t>(y), slice), false,
              parts[slice]);
    }
  });
  return joined(parts);
}

}  // namespace

SurfaceCells surface_cells(const Volume<std::uint8_t>& both, unsigned bit, unsigned threads) {
  const Grid grid = cell_grid(both.grid);
  Elements found = cells_of(both, bit, grid, threads);
  return {grid, std::move(found.index), std::move(found.code)};
}

SurfacePair surface_distances(const Volume<std::uint8_t>& both, SurfaceKind kind,
                              unsigned threads) {
  const bool flat = both.grid.size[2] == 1;
  const bool is_cells = kind == SurfaceKind::surface_cells;
  const Grid grid = is_cells ? cell_grid(both.grid) : both.grid;
  std::array<Elements, 2> side;
  for (unsigned bit = 0; bit < 2; ++bit)
    side[bit] = is_cells ? cells_of(both, bit, grid, threads) : border_of(both, bit, threads);
  std::vector<double> weight_of(256, 1.0);
  if (is_cells && flat) {
    const auto lengths = contour_lengths_mm(grid.spacing_mm[0], grid.spacing_mm[1]);
    std::copy(lengths.begin(), lengths.end(), weight_of.begin());
  } else if (is_cells) {
    const auto areas = surface_areas_mm2(grid.spacing_mm);
    std::copy(areas.begin(), areas.end(), weight_of.begin());
  }
  std::array<SurfaceDistances, 2> out;
  std::vector<std::uint16_t> work;
  for (std::size_t from = 0; from < 2; ++from) {
    out[from].mm = distances_to(grid, side[1 - from].index, side[from].index, threads, work);
    out[from].weight.assign(side[from].index.size(), 1.0);
    for (std::size_t k = 0; k < side[from].code.size(); ++k)
      out[from].weight[k] = weight_of[side[from].code[k]];
  }
  return {std::move(out[0]), std::move(out[1])};
}

}  // namespace secondsite::image
