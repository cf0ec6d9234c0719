#pragma once
// Hashes that change little when an image is rescaled, recompressed or windowed: near-duplicates
// differ in few of their 64 bits. Two of them, so that a pair can be held to agree in both.

#include <bit>
#include <cstdint>
#include <optional>
#include <span>

namespace secondsite::image {

struct PerceptualHash {
  // Signs of the 8 x 8 lowest DCT-II coefficients of the image averaged to 32 x 32, about their
  // median (pHash; Zauner 2010).
  std::uint64_t dct = 0;
  // Whether each pixel of the image averaged to 9 x 8 is darker than its right neighbour (dHash).
  std::uint64_t gradient = 0;
  bool operator==(const PerceptualHash&) const = default;
};

// `pixel` has width x height values, rows first. Averages are over areas, so the hash does not
// depend on how a library interpolates. nullopt where there is nothing to hash: fewer than 16
// columns or rows, a value that is not finite, or all pixels equal.
std::optional<PerceptualHash> perceptual_hash(std::span<const float> pixel, std::size_t width,
                                              std::size_t height);

// In how many of the 64 bits two hashes differ.
inline int distance(std::uint64_t a, std::uint64_t b) {
  return std::popcount(a ^ b);
}

}  // namespace secondsite::image
