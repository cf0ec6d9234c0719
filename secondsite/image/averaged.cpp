#include "secondsite/image/averaged.h"

#include <algorithm>

namespace secondsite::image {

std::vector<double> averaged(std::span<const float> pixel, std::size_t width, std::size_t height,
                             std::size_t columns, std::size_t rows) {
  if (width == 0 || height == 0 || columns == 0 || rows == 0 || pixel.size() < width * height)
    return {};
  // Columns first: each row of pixels becomes `columns` sums.
  std::vector<double> narrow(columns * height);
  const double step_x = static_cast<double>(width) / static_cast<double>(columns);
  for (std::size_t y = 0; y < height; ++y) {
    const float* row = pixel.data() + y * width;
    for (std::size_t c = 0; c < columns; ++c) {
      const double from = static_cast<double>(c) * step_x;
      const double to = from + step_x;
      double sum = 0;
      for (auto x = static_cast<std::size_t>(from); x < width && static_cast<double>(x) < to; ++x)
        sum += row[x] *
               (std::min(to, static_cast<double>(x + 1)) - std::max(from, static_cast<double>(x)));
      narrow[y * columns + c] = sum;
    }
  }
  std::vector<double> out(columns * rows);
  const double step_y = static_cast<double>(height) / static_cast<double>(rows);
  for (std::size_t r = 0; r < rows; ++r) {
    const double from = static_cast<double>(r) * step_y;
    const double to = from + step_y;
    for (auto y = static_cast<std::size_t>(from); y < height && static_cast<double>(y) < to; ++y) {
      const double part =
          std::min(to, static_cast<double>(y + 1)) - std::max(from, static_cast<double>(y));
      for (std::size_t c = 0; c < columns; ++c)
        out[r * columns + c] += part * narrow[y * columns + c];
    }
  }
  for (double& value : out) value /= step_x * step_y;
  return out;
}

}  // namespace secondsite::image
