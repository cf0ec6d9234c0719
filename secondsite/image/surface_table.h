#pragma once
// How much surface passes through a cell of eight voxel centres, by which of them lie in a mask?

#include <array>
#include <span>

namespace secondsite::image {

// Area in mm² for each of the 256 neighbour codes; bit (dx + 2 dy + 4 dz) stands for the corner
// (dx, dy, dz). The surface separates the fewer corners (at four each: those in the mask) from the
// others through the middles of the edges, and never joins two of them across a face's diagonal;
// each closed line is filled with triangles that share the corner which gives the largest area on a
// unit cube. These are the areas of marching cubes (Lorensen & Cline 1987,
// doi:10.1145/37402.37422) as DeepMind's surface-distance tabulates them (Nikolov et al. 2021,
// doi:10.2196/26151), here computed. A code and its complement have the same area.
std::array<double, 256> surface_areas_mm2(const std::array<double, 3>& spacing_mm);

// The same in the plane: length in mm for each of the 16 codes, bit (dx + 2 dy).
std::array<double, 16> contour_lengths_mm(double spacing_x_mm, double spacing_y_mm);

// The lines that separate the corners of a cell in the plane, for the 16 codes: pairs of middles of
// edges, in units of the cell; none for 0 and 15, two where opposite corners are alike.
struct CellLine {
  std::array<std::array<double, 2>, 2> end;
};
std::span<const CellLine> cell_lines(unsigned code);

// A triangle of the surface in a cell: three middles of edges, in units of the cell, 0 to 1.
struct CellTriangle {
  std::array<std::array<double, 3>, 3> corner;
};
// The triangles for a neighbour code; none for 0 and 255.
std::span<const CellTriangle> cell_triangles(unsigned code);

}  // namespace secondsite::image
