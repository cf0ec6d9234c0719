#pragma once
// For tests and simulations: a chest of ellipsoids, and its shadow from the front or from the side.
// Path lengths through tissue, lungs, heart, spine and liver, as a radiograph shows them; sizes and
// places vary with the number. Planted truth, no patient.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "secondsite/core/random.h"

namespace secondsite::image {

struct ThoraxShadow {
  std::uint32_t side = 256;
  std::vector<float> level;  // side x side in [0, 1], bone white
};

enum class ThoraxView : std::uint8_t { frontal, lateral };

// x to the patient's left, y to the back, z to the feet, in mm; `number` names the patient.
// `mirrored`: the heart on the right of the patient.
inline ThoraxShadow thorax_shadow(std::uint64_t number, ThoraxView view, bool mirrored = false,
                                  std::uint32_t side = 256) {
  ThoraxShadow out{side, std::vector<float>(std::size_t{side} * side)};
  const core::Random random(20180321, "thorax");
  std::uint64_t drawn = 0;
  const auto normal = [&] { return random.normal(number, drawn++); };
  const auto about = [&](double mean, double spread) { return mean * (1 + spread * normal()); };
  const double handed = mirrored ? -1 : 1;
  const double shift_x = 8 * normal();
  const double shift_z = 12 * normal();
  const double half_width = about(170, 0.06);
  const double half_depth = about(115, 0.08);
  const double lung_height = about(130, 0.08);
  struct Ellipsoid {
    std::array<double, 3> middle;
    std::array<double, 3> radius;
    double attenuation;
    double lean = 0;  // seen from the front, in radians
  };
  std::vector<Ellipsoid> parts = {
      {{0, 0, 40}, {half_width, half_depth, 330}, 0.019},
      {{0, 10, -230}, {65, 65, 110}, 0.019},
      {{handed * about(22, 0.3), -28, 45},
       {about(62, 0.1), about(45, 0.1), about(62, 0.1)},
       0.0145,
       handed * 0.5},
      {{0, 10, -40}, {about(30, 0.1), 45, 150}, 0.003},  // most of it is what lung is not
      {{0, 75, 0}, {22, 24, 400}, 0.02},
      {{handed * -60, 0, 150}, {110, 95, 75}, 0.012},
      {{handed * 70, 0, 165}, {100, 95, 75}, 0.008}};
  for (const double hand : {-1.0, 1.0}) {
    parts.push_back({{hand * about(78, 0.05), 5, -15},
                     {about(62, 0.06), about(88, 0.06), lung_height},
                     -0.0145,
                     -hand * 0.12});
    if (view == ThoraxView::frontal)
      parts.push_back({{hand * (half_width + 10), 10, 0}, {45, 45, 240}, 0.019});
  }
  const std::size_t along = view == ThoraxView::frontal ? 1 : 0;   // the beam
  const std::size_t across = view == ThoraxView::frontal ? 0 : 1;  // columns of the picture
  for (std::uint32_t row = 0; row < side; ++row)
    for (std::uint32_t column = 0; column < side; ++column) {
      const auto mm = [side](std::uint32_t i) { return 380.0 * (i + 0.5) / side - 190; };
      double path = 0;
      for (const Ellipsoid& part : parts) {
        double u = mm(column) + shift_x - part.middle[across];
        double v = mm(row) + shift_z - part.middle[2];
        if (view == ThoraxView::frontal && part.lean != 0) {
          const double turned = std::cos(part.lean) * u + std::sin(part.lean) * v;
          v = std::cos(part.lean) * v - std::sin(part.lean) * u;
          u = turned;
        }
        const double inside = 1 - u * u / (part.radius[across] * part.radius[across]) -
                              v * v / (part.radius[2] * part.radius[2]);
        if (inside > 0) path += part.attenuation * 2 * part.radius[along] * std::sqrt(inside);
      }
      // A film's curve: black where nothing is in the beam, white behind heart, spine and liver.
      const double film = 1 / (1 + std::exp(-(path - 2.6) / 0.5)) + 0.01 * normal();
      out.level[std::size_t{row} * side + column] = static_cast<float>(std::clamp(film, 0.0, 1.0));
    }
  return out;
}

}  // namespace secondsite::image
