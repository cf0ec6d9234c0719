#include "secondsite/image/windowing.h"

#include <algorithm>
#include <cmath>

namespace secondsite::image {

double grey(double value, const Window& window) {
  if (std::isnan(value)) return value;
  const double c = window.centre;
  const double w = window.width;
  switch (window.function) {
    case Window::Function::sigmoid:
      if (w > 0) return 1 / (1 + std::exp(-4 * (value - c) / w));
      break;
    case Window::Function::linear_exact:
      if (w > 0) return std::clamp((value - c) / w + 0.5, 0.0, 1.0);
      break;
    case Window::Function::linear:
      if (w > 1) return std::clamp((value - (c - 0.5)) / (w - 1) + 0.5, 0.0, 1.0);
      return value > c - 0.5 ? 1 : 0;
  }
  return value >= c ? 1 : 0;
}

std::vector<float> grey(std::span<const float> values, const Window& window, bool inverted) {
  std::vector<float> out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double level = grey(static_cast<double>(values[i]), window);
    out[i] = static_cast<float>(inverted ? 1 - level : level);
  }
  return out;
}

std::span<const NamedWindow> usual_windows() {
  static constexpr NamedWindow table[] = {
      {"brain", {40, 80}},        {"subdural", {80, 200}},    {"stroke", {40, 40}},
      {"bone", {600, 2800}},      {"soft tissue", {40, 400}}, {"lung", {-600, 1500}},
      {"mediastinum", {50, 350}}, {"liver", {30, 150}},       {"angiography", {300, 600}},
  };
  return table;
}

}  // namespace secondsite::image
