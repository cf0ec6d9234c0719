#include "secondsite/image/thorax_template.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace secondsite::image {
namespace {

double drawn_at(double x, double y) {
  const double side = std::abs(x);
  const double down = (y + 1) / 2;  // 0 at the apex, 1 at the base
  const double inner = 0.14 + 0.20 * down;
  const double outer = 0.20 + 0.62 * std::sqrt(std::clamp(down / 0.75, 0.0, 1.0));
  // Heart and domes take the inner part of the base.
  const bool dome = y > 0.45 && side < 0.14 + 0.6 * (y - 0.45);
  if (y > -1 && y < 0.95 && side > inner && side < outer && !dome) return -1;
  if (y > -1.35 && y < -1.1 && side < 0.10) return 0.5;  // neck
  if (y > -1.1 && y < 1.3 && side < 0.10) return 1;      // spine and mediastinum
  if (y > -0.5 && y < 0.9 && side > 0.90 && side < 1.02) return 0.4;
  if (y > 1.05 && y < 1.6 && side < 0.75) return 1;  // below the diaphragm
  const bool shoulder =
      y > -1.25 && y < -0.85 && side > 0.35 && side < 0.6 && y < -1.05 + (side - 0.35);
  return shoulder ? 0.3 : 0;
}

constexpr std::size_t pixels = thorax_side * thorax_side;

// What is drawn of one template, as a list: zero mean and unit length over the drawn pixels.
struct Template {
  ThoraxPlace place;
  std::vector<std::uint16_t> pixel;
  std::vector<double> weight;
};

std::vector<Template> all_templates() {
  std::vector<Template> out;
  for (const double width : {0.55, 0.65, 0.75, 0.85, 0.95})
    for (const double ratio : {0.75, 0.9, 1.1, 1.3})
      for (const double x : {-0.2, -0.1, 0.0, 0.1, 0.2})
        for (const double y : {-0.4, -0.25, -0.1, 0.05, 0.2}) {
          Template one{{width, 0.85 * width * ratio, x, y}, {}, {}};
          if (one.place.height > 0.95) continue;
          const std::vector<double> drawn = drawn_thorax(one.place);
          double sum = 0;
          std::size_t bright = 0;
          for (std::size_t i = 0; i < pixels; ++i) {
            if (drawn[i] == 0) continue;
            one.pixel.push_back(static_cast<std::uint16_t>(i));
            one.weight.push_back(drawn[i]);
            sum += drawn[i];
            bright += drawn[i] > 0.9 ? 1 : 0;
          }
          if (bright < 20) continue;
          const double mean = sum / static_cast<double>(one.weight.size());
          double squares = 0;
          for (double& weight : one.weight) {
            weight -= mean;
            squares += weight * weight;
          }
          for (double& weight : one.weight) weight /= std::sqrt(squares);
          out.push_back(std::move(one));
        }
  return out;
}

}  // namespace

std::vector<double> drawn_thorax(const ThoraxPlace& place) {
  std::vector<double> out(pixels);
  for (std::size_t row = 0; row < thorax_side; ++row)
    for (std::size_t column = 0; column < thorax_side; ++column) {
      const auto at = [](std::size_t i) {
        return (static_cast<double>(i) + 0.5) / thorax_side * 2 - 1;
      };
      out[row * thorax_side + column] =
          drawn_at((at(column) - place.x) / place.width, (at(row) - place.y) / place.height);
    }
  return out;
}

ThoraxFit fit_thorax(std::span<const double> picture) {
  static const std::vector<Template> templates = all_templates();
  ThoraxFit out;
  out.best = out.inverse = -2;
  if (picture.size() != pixels) return out;
  for (const Template& one : templates) {
    double dot = 0;
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < one.pixel.size(); ++i) {
      const double v = picture[one.pixel[i]];
      dot += one.weight[i] * v;
      sum += v;
      squares += v * v;
    }
    const double spread = squares - sum * sum / static_cast<double>(one.pixel.size());
    const double fit = spread > 1e-12 ? dot / std::sqrt(spread) : 0;
    if (fit > out.best) {
      out.best = fit;
      out.place = one.place;
    }
    if (-fit > out.inverse) {
      out.inverse = -fit;
      out.inverse_place = one.place;
    }
  }
  return out;
}

}  // namespace secondsite::image
