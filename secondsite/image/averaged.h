#pragma once
// An image made smaller by averaging areas, so that the answer depends on no library's
// interpolation.

#include <cstddef>
#include <span>
#include <vector>

namespace secondsite::image {

// `pixel` has width x height values, rows first; the answer has columns x rows cells of equal size,
// rows first. A pixel on the border of two cells counts in both, in part. More cells than pixels
// are allowed: cells within one pixel share its value. Nothing where a length is 0 or does not fit.
std::vector<double> averaged(std::span<const float> pixel, std::size_t width, std::size_t height,
                             std::size_t columns, std::size_t rows);

}  // namespace secondsite::image
