#pragma once
// Where is the surface of a mask, and how far is it from that of another?

#include <cstdint>
#include <vector>

#include "secondsite/image/volume.h"

namespace secondsite::image {

// What stands for a surface. border_voxels: the voxels of the mask with a face (in the plane: an
// edge) towards a voxel outside it; what lies outside the image counts as outside the mask; each
// counts 1. surface_cells: the cells between voxel centres that the mask's surface passes through,
// weighted by its area (in the plane: length) there; see surface_table.h.
enum class SurfaceKind { border_voxels, surface_cells };

struct SurfaceDistances {
  std::vector<double> mm;      // one an element; infinite where the other mask is empty
  std::vector<double> weight;  // mm², mm or 1
};

// Both directions between two masks on one grid.
struct SurfacePair {
  SurfaceDistances a_to_b;
  SurfaceDistances b_to_a;
};

// The cells that a mask's surface passes through, in the order of their voxels: on a grid with one
// cell more along each axis than there are voxels (none more across a plane).
struct SurfaceCells {
  Grid grid;
  std::vector<std::uint32_t> index;
  std::vector<std::uint8_t> code;  // which corners lie in the mask: see surface_table.h
};
// Of the mask in `bit` of each byte.
SurfaceCells surface_cells(const Volume<std::uint8_t>& both, unsigned bit, unsigned threads);

// Masks a and b as bits 0 and 1 of one byte a voxel. A grid of one slice is a plane: lengths, not
// areas. Elements come in the order of their voxels, the same on any number of threads.
SurfacePair surface_distances(const Volume<std::uint8_t>& both, SurfaceKind kind, unsigned threads);

// The simple version that the fast one is held against: cells one by one, distances by
// distance_map_simple.
SurfacePair surface_distances_simple(const Volume<std::uint8_t>& both, SurfaceKind kind);

}  // namespace secondsite::image
