#pragma once
// From values to grey levels: the VOI functions of PS3.3 C.11.2, and the windows that readers use.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace secondsite::image {

struct Window {
  double centre = 40;
  double width = 400;
  enum class Function : std::uint8_t { linear, linear_exact, sigmoid } function = Function::linear;
};

// The grey level in [0, 1] of `value`. linear: PS3.3 C.11.2.1.2.1 (width ≥ 1; from
// centre - 0.5 - (width - 1)/2 to centre - 0.5 + (width - 1)/2); linear_exact: C.11.2.1.3.2
// (width > 0); sigmoid: C.11.2.1.3.1. A width that the function does not allow gives a step at the
// centre. NaN stays NaN.
double grey(double value, const Window& window);

// The same for many, inverted where `inverted` (MONOCHROME1): once, and last.
std::vector<float> grey(std::span<const float> values, const Window& window, bool inverted);

struct NamedWindow {
  std::string_view name;
  Window window;
};
// In HU: brain, subdural, stroke, bone, soft tissue, lung, mediastinum, liver, angiography.
std::span<const NamedWindow> usual_windows();

}  // namespace secondsite::image
