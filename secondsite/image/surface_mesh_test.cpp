#include "secondsite/image/surface_mesh.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/core/random.h"
#include "secondsite/image/surface.h"

namespace secondsite::image {
namespace {

using Bytes = Volume<std::uint8_t>;
using Size = std::array<std::uint32_t, 3>;
using Spacing = std::array<double, 3>;

template <typename A, typename B>
Bytes two(Size size, Spacing spacing, A in_a, B in_b) {
  Bytes out{Grid{size, spacing}, {}};
  for (std::uint32_t z = 0; z < size[2]; ++z)
    for (std::uint32_t y = 0; y < size[1]; ++y)
      for (std::uint32_t x = 0; x < size[0]; ++x) {
        const Spacing at{x * spacing[0], y * spacing[1], z * spacing[2]};
        out.voxel.push_back(static_cast<std::uint8_t>((in_a(at) ? 1 : 0) | (in_b(at) ? 2 : 0)));
      }
  return out;
}

auto ball(Spacing centre, double radius) {
  return [=](const Spacing& at) {
    return std::hypot(at[0] - centre[0], at[1] - centre[1], at[2] - centre[2]) <= radius;
  };
}

auto box(Spacing low, Spacing high) {
  return [=](const Spacing& at) {
    for (std::size_t a = 0; a < 3; ++a)
      if (at[a] < low[a] - 1e-9 || at[a] > high[a] + 1e-9) return false;
    return true;
  };
}

Bytes noise(std::uint64_t seed, Size size, Spacing spacing) {
  const core::Random random(seed, "test.surface-mesh");
  Bytes out{Grid{size, spacing}, {}};
  for (std::size_t i = 0; i < out.grid.voxels(); ++i)
    out.voxel.push_back(static_cast<std::uint8_t>(random.bits(i, 0) & 3U & random.bits(i, 1)));
  return out;
}

TEST(MeshOverlap, IsThatOfEveryTriangleAgainstEveryOther) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed)
    for (const Size size : {Size{4, 4, 3}, Size{9, 8, 1}}) {
      const Bytes both = noise(seed, size, {0.7, 1, 2.5});  // few triangles: all against all
      for (const double tolerance : {0.0, 0.4, 1.1}) {
        const auto fast = mesh_overlap(both, tolerance, 2);
        const auto simple = mesh_overlap_simple(both, tolerance, 4);
        EXPECT_NEAR(fast.within_a, simple.within_a, 1e-9 * simple.area_a);
        EXPECT_NEAR(fast.within_b, simple.within_b, 1e-9 * simple.area_b);
        EXPECT_EQ(fast.area_a, simple.area_a);
      }
    }
}

// Two slabs that lie k slices apart: the lower face of one and the upper of the other are k · 2 mm
// from the other mask's, their sides coincide where both have any.
TEST(MeshOverlap, OfSlabsFollowsTheirDistance) {
  const Spacing spacing{1, 1, 2};
  const Bytes both =
      two({60, 60, 14}, spacing, box({5, 5, 4}, {54, 54, 16}), box({5, 5, 6}, {54, 54, 18}));
  const auto near = mesh_overlap(both, 2, 2);
  EXPECT_NEAR(near.share(), 1, 1e-12) << "2 mm apart, and 2 mm are allowed";
  const auto far = mesh_overlap(both, 1, 2);
  // Each mask: two faces of 49 x 49 mm whose middle lies 2 mm from the other's, bevelled edges of
  // half a voxel, and sides of 12 mm, of which 2 - 1 mm is more than 1 mm from the other.
  const double faces = 2 * 49.0 * 49;
  EXPECT_NEAR(far.area_a - far.within_a, faces - 2 * 4 * 49 * 0.7, 0.12 * faces)
      << "but for a seam along the edges both faces are too far";
  EXPECT_GT(far.within_a, 4 * 49 * 8.0);
}

// Balls of radius r whose centres lie c apart: a point of the one at the angle t to the line of
// centres is |sqrt(r^2 + c^2 - 2 r c cos t) - r| from the other.
TEST(MeshOverlap, OfBallsIsNearTheShareOfTheSphere) {
  const double r = 17;
  const double c = 4;
  const Spacing spacing{0.8, 0.8, 1.1};
  const Bytes both =
      two({56, 50, 37}, spacing, ball({17.9, 19.7, 20.1}, r), ball({17.9 + c, 19.7, 20.1}, r));
  const auto cosine = [&](double away) { return (r * r + c * c - away * away) / (2 * r * c); };
  const auto share = [&](double tolerance) {
    return (std::min(1.0, cosine(r - tolerance)) - std::max(-1.0, cosine(r + tolerance))) / 2;
  };
  // Either mesh keeps within half a voxel of its sphere.
  const double half = 0.5 * std::hypot(0.4, 0.4, 0.55);
  for (const double tolerance : {1.0, 2.0, 3.0}) {
    const auto found = mesh_overlap(both, tolerance, 2);
    EXPECT_GT(found.share(), share(tolerance - half)) << tolerance;
    EXPECT_LT(found.share(), share(tolerance + half)) << tolerance;
  }
}

TEST(MeshOverlap, IsSymmetricAndGrowsWithTheTolerance) {
  for (std::uint64_t seed = 11; seed <= 16; ++seed) {
    const Bytes both = noise(seed, {8, 7, 6}, {0.6, 0.9, 1.7});
    Bytes swapped = both;
    for (std::uint8_t& v : swapped.voxel) v = static_cast<std::uint8_t>((v & 1U) << 1U | v >> 1U);
    double before = -1;
    for (const double tolerance : {0.0, 0.3, 0.7, 1.5, 4.0}) {
      const auto one = mesh_overlap(both, tolerance, 2);
      const auto other = mesh_overlap(swapped, tolerance, 2);
      EXPECT_EQ(one.within_a, other.within_b);
      EXPECT_EQ(one.area_b, other.area_a);
      EXPECT_GE(one.share(), before);
      before = one.share();
    }
    Bytes same = both;
    for (std::uint8_t& v : same.voxel) v = (v & 1U) != 0 ? 3 : 0;
    EXPECT_NEAR(mesh_overlap(same, 0, 1).share(), 1, 1e-12);
  }
}

TEST(MeshOverlap, DoesNotDependOnPlaceOrThreads) {
  const auto at = [](double shift) {
    return two({40, 30, 30}, {0.7, 0.7, 1}, ball({9.2 + shift, 10.4, 14.1}, 7.03),
               ball({10.3 + shift, 10.4, 14.1}, 8.04));
  };
  const auto here = mesh_overlap(at(0), 1, 1);
  const auto threads = mesh_overlap(at(0), 1, 3);
  EXPECT_EQ(here.within_a, threads.within_a);
  EXPECT_EQ(here.within_b, threads.within_b);
  const auto there = mesh_overlap(at(2.1), 1, 2);  // three voxels further
  EXPECT_NEAR(here.within_a, there.within_a, 1e-9 * here.area_a);
  EXPECT_NEAR(here.area_b, there.area_b, 1e-9 * here.area_b);
}

TEST(MeshOverlap, OfNothingIsUndefined) {
  Bytes nothing{Grid{{4, 4, 4}}, std::vector<std::uint8_t>(64, 0)};
  EXPECT_TRUE(std::isnan(mesh_overlap(nothing, 1, 1).share()));
  nothing.voxel[21] = 1;
  const auto one = mesh_overlap(nothing, 100, 1);
  EXPECT_EQ(one.share(), 0);
  EXPECT_GT(one.area_a, 0);
}

}  // namespace
}  // namespace secondsite::image
