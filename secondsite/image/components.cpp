#include "secondsite/image/components.h"

#include <algorithm>
#include <cstring>

#include "secondsite/core/parallel.h"
#include "secondsite/image/large_pages.h"

namespace secondsite::image {
namespace {

// Slices that one thread joins before the joints between such chunks are closed. Fixed, so that the
// work does not depend on the number of threads.
constexpr std::size_t chunk = 16;

// The first place at or after `x` whose label is not `label`.
template <typename Label>
std::size_t end_of(const Label* row, std::size_t x, std::size_t n, Label label) {
  if constexpr (sizeof(Label) == 1) {
    std::uint64_t eight = 0;
    std::memset(&eight, label, sizeof eight);
    while (x + 8 <= n) {
      std::uint64_t here = 0;
      std::memcpy(&here, row + x, sizeof here);
      if (here != eight) return x + static_cast<std::size_t>(__builtin_ctzll(here ^ eight)) / 8;
      x += 8;
    }
  } else {
    while (x + 8 <= n) {
      bool same = true;
      for (std::size_t k = 0; k < 8; ++k) same &= row[x + k] == label;
      if (!same) break;
      x += 8;
    }
  }
  while (x < n && row[x] == label) ++x;
  return x;
}

template <typename Label>
void runs_of_row(const Label* row, std::size_t n, std::size_t first, std::vector<Run>& out) {
  for (std::size_t x = end_of(row, 0, n, Label{0}); x < n;) {
    const std::size_t end = end_of(row, x, n, row[x]);
    out.push_back({static_cast<std::uint32_t>(first + x), static_cast<std::uint32_t>(first + end)});
    x = end_of(row, end, n, Label{0});
  }
}

// Runs as trees: a run's component is its parent's; a root, the first run of its tree, its own.
class Forest {
 public:
  explicit Forest(std::vector<Run>& runs) : runs_(runs) {}

  std::uint32_t root(std::uint32_t run) {
    while (runs_[run].component != run) {
      runs_[run].component = runs_[runs_[run].component].component;
      run = runs_[run].component;
    }
    return run;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    if (a < b)
      runs_[b].component = a;
    else
      runs_[a].component = b;
  }

 private:
  std::vector<Run>& runs_;
};

template <typename Label>
class Labelling {
 public:
  Labelling(const Volume<Label>& volume, Connectivity connectivity, unsigned threads)
      : volume_(volume),
        nx_(volume.grid.size[0]),
        ny_(volume.grid.size[1]),
        nz_(volume.grid.size[2]),
        threads_(threads) {
    const auto degree = static_cast<int>(connectivity);
    beside_ = degree == 6 ? 0 : 1;
    diagonal_rows_ = degree != 6;
    corner_ = degree == 26 ? 1 : 0;
  }

  Components run() {
    find_runs();
    Forest forest(out_.runs);
    const std::size_t chunks = (nz_ + chunk - 1) / chunk;
    core::parallel_for(chunks, threads_, [&](std::size_t c) {
      for (std::size_t z = c * chunk; z < std::min(nz_, (c + 1) * chunk); ++z)
        join_slice(forest, z, z > c * chunk);
    });
    for (std::size_t z = chunk; z < nz_; z += chunk) join_to_slice_below(forest, z);
    number();
    return std::move(out_);
  }

 private:
  void find_runs() {
    std::vector<std::vector<Run>> slices(nz_);
    row_.assign(ny_ * nz_ + 1, 0);
    core::parallel_for(nz_, threads_, [&](std::size_t z) {
      for (std::size_t y = 0; y < ny_; ++y) {
        const std::size_t first = volume_.grid.at(0, y, z);
        runs_of_row(volume_.voxel.data() + first, nx_, first, slices[z]);
        row_[z * ny_ + y + 1] = static_cast<std::uint32_t>(slices[z].size());
      }
    });
    std::vector<std::uint32_t> before(nz_ + 1, 0);
    for (std::size_t z = 0; z < nz_; ++z)
      before[z + 1] = before[z] + static_cast<std::uint32_t>(slices[z].size());
    out_.runs.resize(before[nz_]);
    core::parallel_for(nz_, threads_, [&](std::size_t z) {
      for (std::size_t y = 0; y < ny_; ++y) row_[z * ny_ + y + 1] += before[z];
      for (std::size_t k = 0; k < slices[z].size(); ++k) {
        out_.runs[before[z] + k] = slices[z][k];
        out_.runs[before[z] + k].component = before[z] + static_cast<std::uint32_t>(k);
      }
    });
  }

  // Joins the touching runs of equal label of two rows; `reach`: how far beside counts as touching.
  void join_rows(Forest& forest, std::size_t here, std::size_t there, std::size_t reach) {
    const std::vector<Run>& runs = out_.runs;
    std::uint32_t a = row_[here];
    std::uint32_t b = row_[there];
    const std::uint32_t a_end = row_[here + 1];
    const std::uint32_t b_end = row_[there + 1];
    const std::size_t shift = (here - there) * nx_;  // from a voxel of `there` to the one of `here`
    while (a < a_end && b < b_end) {
      const std::size_t b_from = runs[b].begin + shift;
      const std::size_t b_to = runs[b].end + shift;
      if (runs[a].begin < b_to + reach && b_from < runs[a].end + reach &&
          volume_.voxel[runs[a].begin] == volume_.voxel[runs[b].begin])
        forest.join(a, b);
      // With a reach, the run that ends first may still touch the next of the other row only if the
      // two ends are equal; then the order does not matter as the next one begins a voxel later.
      if (runs[a].end < b_to)
        ++a;
      else if (b_to < runs[a].end)
        ++b;
      else {
        if (reach != 0) touch_next(forest, a, b, a_end, b_end, shift);
        ++a;
        ++b;
      }
    }
  }
  // Two runs end at the same place: each may touch, across a corner, the run that follows the
  // other.
  void touch_next(Forest& forest, std::uint32_t a, std::uint32_t b, std::uint32_t a_end,
                  std::uint32_t b_end, std::size_t shift) {
    const std::vector<Run>& runs = out_.runs;
    if (a + 1 < a_end && runs[a + 1].begin == runs[b].end + shift &&
        volume_.voxel[runs[a + 1].begin] == volume_.voxel[runs[b].begin])
      forest.join(a + 1, b);
    if (b + 1 < b_end && runs[b + 1].begin + shift == runs[a].end &&
        volume_.voxel[runs[a].begin] == volume_.voxel[runs[b + 1].begin])
      forest.join(a, b + 1);
  }

  void join_slice(Forest& forest, std::size_t z, bool below) {
    for (std::size_t y = 1; y < ny_; ++y) join_rows(forest, z * ny_ + y, z * ny_ + y - 1, beside_);
    if (below) join_to_slice_below(forest, z);
  }
  void join_to_slice_below(Forest& forest, std::size_t z) {
    for (std::size_t y = 0; y < ny_; ++y) {
      join_rows(forest, z * ny_ + y, (z - 1) * ny_ + y, beside_);
      if (!diagonal_rows_) continue;
      if (y > 0) join_rows(forest, z * ny_ + y, (z - 1) * ny_ + y - 1, corner_);
      if (y + 1 < ny_) join_rows(forest, z * ny_ + y, (z - 1) * ny_ + y + 1, corner_);
    }
  }

  void number() {
    std::vector<Run>& runs = out_.runs;
    // Parents stand before their children, so one pass in order numbers all.
    for (std::uint32_t k = 0; k < runs.size(); ++k) {
      if (runs[k].component == k) {
        runs[k].component = static_cast<std::uint32_t>(out_.size.size());
        out_.size.push_back(0);
        out_.example.push_back(runs[k].begin);
      } else {
        runs[k].component = runs[runs[k].component].component;
      }
      out_.size[runs[k].component] += runs[k].end - runs[k].begin;
    }
  }

  const Volume<Label>& volume_;
  std::size_t nx_;
  std::size_t ny_;
  std::size_t nz_;
  unsigned threads_;
  std::size_t beside_ = 0;          // reach to rows that share a face
  bool diagonal_rows_ = false;      // whether rows that share an edge count
  std::size_t corner_ = 0;          // reach to those
  std::vector<std::uint32_t> row_;  // the first run of each row
  Components out_;
};

}  // namespace

template <typename Label>
Components components(const Volume<Label>& volume, Connectivity connectivity, unsigned threads) {
  return Labelling<Label>(volume, connectivity, threads).run();
}

ComponentMap component_map(const Components& components, const Grid& grid, unsigned threads) {
  const std::size_t voxels = grid.voxels();
  ComponentMap out{grid, std::make_unique_for_overwrite<std::uint32_t[]>(voxels),
                   components.count()};
  wish_large_pages(out.voxel.get(), voxels * sizeof(std::uint32_t));
  constexpr std::size_t part = std::size_t{1} << 20U;
  const auto& runs = components.runs;
  core::parallel_for((voxels + part - 1) / part, threads, [&](std::size_t p) {
    const std::size_t from = p * part;
    const std::size_t to = std::min(voxels, from + part);
    std::fill(out.voxel.get() + from, out.voxel.get() + to, 0U);
    auto run = std::lower_bound(runs.begin(), runs.end(), from,
                                [](const Run& r, std::size_t at) { return r.end <= at; });
    for (; run != runs.end() && run->begin < to; ++run)
      std::fill(out.voxel.get() + std::max<std::size_t>(from, run->begin),
                out.voxel.get() + std::min<std::size_t>(to, run->end), run->component + 1);
  });
  return out;
}

template <typename Label>
std::vector<std::uint32_t> component_map_simple(const Volume<Label>& volume,
                                                Connectivity connectivity) {
  const auto& size = volume.grid.size;
  std::vector<std::uint32_t> out(volume.voxel.size(), 0);
  const int most = connectivity == Connectivity::faces   ? 1
                   : connectivity == Connectivity::edges ? 2
                                                         : 3;
  std::uint32_t count = 0;
  std::vector<std::size_t> open;
  for (std::size_t seed = 0; seed < out.size(); ++seed) {
    if (volume.voxel[seed] == 0 || out[seed] != 0) continue;
    out[seed] = ++count;
    open.push_back(seed);
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      const std::array<std::int64_t, 3> here{static_cast<std::int64_t>(at % size[0]),
                                             static_cast<std::int64_t>(at / size[0] % size[1]),
                                             static_cast<std::int64_t>(at / size[0] / size[1])};
      for (int k = 0; k < 27; ++k) {
        const std::array<int, 3> step{k % 3 - 1, k / 3 % 3 - 1, k / 9 - 1};
        if (std::abs(step[0]) + std::abs(step[1]) + std::abs(step[2]) > most) continue;
        std::array<std::size_t, 3> next{};
        bool inside = true;
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const std::int64_t moved = here[axis] + step[axis];
          inside = inside && moved >= 0 && moved < size[axis];
          next[axis] = static_cast<std::size_t>(moved);
        }
        if (!inside) continue;
        const std::size_t neighbour = volume.grid.at(next[0], next[1], next[2]);
        if (out[neighbour] != 0 || volume.voxel[neighbour] != volume.voxel[seed]) continue;
        out[neighbour] = count;
        open.push_back(neighbour);
      }
    }
  }
  return out;
}

template Components components(const Volume<std::uint8_t>&, Connectivity, unsigned);
template Components components(const Volume<std::int32_t>&, Connectivity, unsigned);
template std::vector<std::uint32_t> component_map_simple(const Volume<std::uint8_t>&, Connectivity);
template std::vector<std::uint32_t> component_map_simple(const Volume<std::int32_t>&, Connectivity);

}  // namespace secondsite::image
