#include "secondsite/image/perceptual_hash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "secondsite/image/averaged.h"

namespace secondsite::image {
namespace {

constexpr std::size_t side = 32;
constexpr std::size_t kept = 8;

// DCT-II basis: cosine[k][n].
const std::array<std::array<double, side>, kept>& cosines() {
  static const auto table = [] {
    std::array<std::array<double, side>, kept> out{};
    for (std::size_t k = 0; k < kept; ++k)
      for (std::size_t n = 0; n < side; ++n)
        out[k][n] = std::cos(std::numbers::pi * static_cast<double>(k) *
                             (2.0 * static_cast<double>(n) + 1) / (2.0 * side));
    return out;
  }();
  return table;
}

std::uint64_t dct_bits(const std::vector<double>& small) {
  std::array<std::array<double, side>, kept> by_row{};  // along y
  for (std::size_t k = 0; k < kept; ++k)
    for (std::size_t y = 0; y < side; ++y)
      for (std::size_t x = 0; x < side; ++x) by_row[k][x] += cosines()[k][y] * small[y * side + x];
  std::array<double, kept * kept> low{};
  for (std::size_t k = 0; k < kept; ++k)
    for (std::size_t l = 0; l < kept; ++l)
      for (std::size_t x = 0; x < side; ++x) low[k * kept + l] += by_row[k][x] * cosines()[l][x];
  std::array<double, kept* kept> sorted = low;
  std::sort(sorted.begin(), sorted.end());
  const double median = (sorted[31] + sorted[32]) / 2;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < low.size(); ++i)
    if (low[i] > median) bits |= std::uint64_t{1} << i;
  return bits;
}

std::uint64_t gradient_bits(const std::vector<double>& small) {
  std::uint64_t bits = 0;
  for (std::size_t y = 0; y < 8; ++y)
    for (std::size_t x = 0; x < 8; ++x)
      if (small[y * 9 + x] < small[y * 9 + x + 1]) bits |= std::uint64_t{1} << (y * 8 + x);
  return bits;
}

}  // namespace

std::optional<PerceptualHash> perceptual_hash(std::span<const float> pixel, std::size_t width,
                                              std::size_t height) {
  constexpr std::size_t smallest = 16;
  if (width < smallest || height < smallest || pixel.size() != width * height) return std::nullopt;
  const auto [least, greatest] = std::minmax_element(pixel.begin(), pixel.end());
  const bool finite =
      std::all_of(pixel.begin(), pixel.end(), [](float value) { return std::isfinite(value); });
  if (!finite || *least == *greatest) return std::nullopt;
  return PerceptualHash{dct_bits(averaged(pixel, width, height, side, side)),
                        gradient_bits(averaged(pixel, width, height, 9, 8))};
}

}  // namespace secondsite::image
