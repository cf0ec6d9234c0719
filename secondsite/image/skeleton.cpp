#include "secondsite/image/skeleton.h"

#include <bit>

namespace secondsite::image {
namespace {

// A neighbourhood of 3 × 3 × 3 as bits: dx + 3 dy + 9 dz, the voxel itself in the middle.
using Bits = std::uint32_t;
constexpr unsigned middle_voxel = 13;
constexpr Bits everything = (Bits{1} << 27U) - 1;

constexpr unsigned distance1(unsigned a, unsigned b) {
  const auto apart = [](unsigned p, unsigned q) { return p > q ? p - q : q - p; };
  return apart(a % 3, b % 3) + apart(a / 3 % 3, b / 3 % 3) + apart(a / 9, b / 9);
}
constexpr bool touching(unsigned a, unsigned b) {
  const auto near = [](unsigned p, unsigned q) { return p <= q + 1 && q <= p + 1; };
  return near(a % 3, b % 3) && near(a / 3 % 3, b / 3 % 3) && near(a / 9, b / 9);
}

struct Neighbours {
  std::array<Bits, 27> by_corner{};
  std::array<Bits, 27> by_face{};
  Bits of_18 = 0;
  Bits of_6 = 0;
};
constexpr Neighbours make_neighbours() {
  Neighbours out;
  for (unsigned a = 0; a < 27; ++a) {
    for (unsigned b = 0; b < 27; ++b) {
      if (a != b && touching(a, b)) out.by_corner[a] |= Bits{1} << b;
      if (distance1(a, b) == 1) out.by_face[a] |= Bits{1} << b;
    }
    if (a != middle_voxel && distance1(a, middle_voxel) <= 2) out.of_18 |= Bits{1} << a;
    if (distance1(a, middle_voxel) == 1) out.of_6 |= Bits{1} << a;
  }
  return out;
}
constexpr Neighbours neighbours = make_neighbours();

// What of `within` hangs together with the lowest bit of `start`.
Bits flood(Bits start, Bits within, const std::array<Bits, 27>& adjacent) {
  Bits reached = start & (~start + 1);
  Bits open = reached;
  while (open != 0) {
    const auto at = static_cast<unsigned>(std::countr_zero(open));
    open &= open - 1;
    const Bits fresh = adjacent[at] & within & ~reached;
    reached |= fresh;
    open |= fresh;
  }
  return reached;
}

bool is_simple(Bits around) {
  const Bits mask = around & ~(Bits{1} << middle_voxel);
  if (mask == 0 || flood(mask, mask, neighbours.by_corner) != mask) return false;
  const Bits outside = ~around & everything & neighbours.of_18;
  const Bits faces = outside & neighbours.of_6;
  return faces != 0 && (faces & ~flood(faces, outside, neighbours.by_face)) == 0;
}

class Thinning {
 public:
  explicit Thinning(const Volume<std::uint8_t>& mask)
      : nx_(mask.grid.size[0] + 2), ny_(mask.grid.size[1] + 2) {
    padded_.assign(nx_ * ny_ * (mask.grid.size[2] + 2), 0);
    std::size_t i = 0;
    for (std::size_t z = 0; z < mask.grid.size[2]; ++z)
      for (std::size_t y = 0; y < mask.grid.size[1]; ++y)
        for (std::size_t x = 0; x < mask.grid.size[0]; ++x, ++i)
          if (mask.voxel[i] != 0) {
            const std::size_t at = x + 1 + nx_ * (y + 1 + ny_ * (z + 1));
            padded_[at] = 1;
            alive_.push_back(at);
            place_.push_back(i);
          }
    for (unsigned b = 0; b < 27; ++b)
      offset_[b] = static_cast<std::ptrdiff_t>(b % 3 + nx_ * (b / 3 % 3 + ny_ * (b / 9))) -
                   static_cast<std::ptrdiff_t>(1 + nx_ * (1 + ny_));
  }

  void run() {
    constexpr std::array<unsigned, 6> sides{4, 22, 10, 16, 12, 14};
    for (bool changed = true; changed;) {
      changed = false;
      for (const unsigned side : sides) changed = peel(side) || changed;
      compact();
    }
  }
  void write(Volume<std::uint8_t>& out) const {
    for (std::size_t k = 0; k < alive_.size(); ++k) out.voxel[place_[k]] = padded_[alive_[k]];
  }

 private:
  Bits around(std::size_t at) const {
    Bits bits = 0;
    for (unsigned b = 0; b < 27; ++b)
      bits |= Bits{padded_[static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) + offset_[b])]}
              << b;
    return bits;
  }
  bool may_go(std::size_t at) const {
    const Bits bits = around(at);
    return std::popcount(bits) > 2 && is_simple(bits);
  }
  bool peel(unsigned side) {
    std::vector<std::size_t> candidates;
    for (const std::size_t at : alive_)
      if (padded_[at] != 0 &&
          padded_[static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) + offset_[side])] == 0 &&
          may_go(at))
        candidates.push_back(at);
    bool changed = false;
    for (const std::size_t at : candidates)
      if (may_go(at)) {
        padded_[at] = 0;
        changed = true;
      }
    return changed;
  }
  void compact() {
    std::size_t kept = 0;
    for (std::size_t k = 0; k < alive_.size(); ++k)
      if (padded_[alive_[k]] != 0) {
        alive_[kept] = alive_[k];
        place_[kept++] = place_[k];
      }
    alive_.resize(kept);
    place_.resize(kept);
  }

  std::size_t nx_;
  std::size_t ny_;
  std::vector<std::uint8_t> padded_;
  std::vector<std::size_t> alive_;  // in padded_
  std::vector<std::size_t> place_;  // the same voxels in the mask
  std::array<std::ptrdiff_t, 27> offset_{};
};

}  // namespace

Volume<std::uint8_t> skeleton(const Volume<std::uint8_t>& mask) {
  Volume<std::uint8_t> out{mask.grid, std::vector<std::uint8_t>(mask.voxel.size(), 0)};
  Thinning thinning(mask);
  thinning.run();
  thinning.write(out);
  return out;
}

}  // namespace secondsite::image
