#pragma once
// Which voxels hang together? Connected components of equal labels.

#include <cstdint>
#include <memory>
#include <vector>

#include "secondsite/image/volume.h"

namespace secondsite::image {

// Neighbours that count: by faces (6), by faces and edges (18), by corners too (26). In a single
// slice these are 4, 8 and 8.
enum class Connectivity { faces = 6, edges = 18, corners = 26 };

// Voxels [begin, end) of one row that have the same label, by index into the volume.
struct Run {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t component = 0;  // from 0
};

struct Components {
  std::vector<Run> runs;               // in voxel order; background has none
  std::vector<std::uint64_t> size;     // voxels, one a component
  std::vector<std::uint32_t> example;  // the first voxel of each
  std::size_t count() const { return size.size(); }
};

// Components are numbered by their first voxel, so the answer does not depend on threads. Two
// labels that touch stay apart. At most 2^32 − 1 voxels. Holds 12 bytes a run.
template <typename Label>
Components components(const Volume<Label>& volume, Connectivity connectivity, unsigned threads);

// One number a voxel: 0 the background, else the component's number + 1.
struct ComponentMap {
  Grid grid;
  std::unique_ptr<std::uint32_t[]> voxel;
  std::size_t count = 0;
};
ComponentMap component_map(const Components& components, const Grid& grid, unsigned threads);

// The simple version: a flood from each voxel that has no number yet.
template <typename Label>
std::vector<std::uint32_t> component_map_simple(const Volume<Label>& volume,
                                                Connectivity connectivity);

extern template Components components(const Volume<std::uint8_t>&, Connectivity, unsigned);
extern template Components components(const Volume<std::int32_t>&, Connectivity, unsigned);
extern template std::vector<std::uint32_t> component_map_simple(const Volume<std::uint8_t>&,
                                                                Connectivity);
extern template std::vector<std::uint32_t> component_map_simple(const Volume<std::int32_t>&,
                                                                Connectivity);

}  // namespace secondsite::image
