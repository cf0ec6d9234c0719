#pragma once
// Which share of two surfaces lies within a tolerance of the other, both taken as meshes?

#include <cstdint>

#include "secondsite/image/volume.h"

namespace secondsite::image {

// Areas in mm² (in a plane: lengths in mm).
struct MeshOverlap {
  double area_a = 0;
  double area_b = 0;
  double within_a = 0;  // of a's surface, not further than the tolerance from b's
  double within_b = 0;

  // The share of both together; NaN where neither has a surface.
  double share() const;
};

// Masks a and b as bits 0 and 1. The surfaces are the triangles of surface_table.h (in a plane: its
// lines); distances run from points of one to the nearest point of any triangle of the other, so
// they do not depend on where voxel centres lie, as those between surface cells do. A triangle that
// the tolerance cuts is divided in four again and again until each part lies on one side, or has
// edges of 1/16; such a part counts by the distance of its middle. Sums go over cells
// in order, chunk by chunk: the same bytes on any number of threads.
MeshOverlap mesh_overlap(const Volume<std::uint8_t>& both, double tolerance_mm, unsigned threads);

// The simple version: every triangle in parts of 1/2^depth of an edge against every other triangle.
MeshOverlap mesh_overlap_simple(const Volume<std::uint8_t>& both, double tolerance_mm,
                                unsigned depth);

}  // namespace secondsite::image
