#include <algorithm>
#include <cmath>
#include <limits>

#include "secondsite/dicom/pixels.h"

namespace secondsite::dicom {

double LookupTable::at(double input) const {
  const double place = std::clamp(input - first, 0.0, static_cast<double>(entries.size() - 1));
  return entries[static_cast<std::size_t>(place)];
}

std::vector<float> display(const Pixels& pixels) {
  if (pixels.voi_lut.usable()) {
    const double most = std::pow(2.0, std::clamp(pixels.voi_lut.bits, 1U, 16U)) - 1;
    std::vector<float> out(pixels.value.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double level =
          std::min(1.0, pixels.voi_lut.at(static_cast<double>(pixels.value[i])) / most);
      out[i] = static_cast<float>(pixels.inverted ? 1 - level : level);
    }
    return out;
  }
  for (const image::Window& window : pixels.windows)
    if (window.width >= 2) return image::grey(pixels.value, window, pixels.inverted);
  // No window that could be meant: the span of what is not padding.
  float least = std::numeric_limits<float>::max();
  float most = std::numeric_limits<float>::lowest();
  for (std::size_t i = 0; i < pixels.value.size(); ++i) {
    if (pixels.padding && pixels.stored[i] == *pixels.padding) continue;
    least = std::min(least, pixels.value[i]);
    most = std::max(most, pixels.value[i]);
  }
  const double width = std::max(1e-6, static_cast<double>(most) - static_cast<double>(least));
  return image::grey(
      pixels.value,
      {static_cast<double>(least) + width / 2, width, image::Window::Function::linear_exact},
      pixels.inverted);
}

}  // namespace secondsite::dicom
