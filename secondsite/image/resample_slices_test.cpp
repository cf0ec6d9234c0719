#include "secondsite/image/resample_slices.h"

#include "secondsite/image/itk_with_clang.h"

#include <gtest/gtest.h>
#include <itkImage.h>
#include <itkLinearInterpolateImageFunction.h>

#include <cmath>
#include <numbers>

#include "secondsite/core/file.h"
#include "secondsite/core/random.h"
#include "secondsite/image/read_volume.h"
#include "secondsite/image/write_mask.h"

namespace secondsite::image {
namespace {

// A tilted gantry: the plane is turned about x, the table moves along z by `steps`.
Slices tilted(double degrees, const std::vector<double>& steps, std::uint32_t rows = 24,
              std::uint32_t columns = 20) {
  const double a = degrees * std::numbers::pi / 180;
  Slices out;
  out.rows = rows;
  out.columns = columns;
  out.row_spacing_mm = 0.9;
  out.column_spacing_mm = 0.7;
  out.orientation = {1, 0, 0, 0, std::cos(a), std::sin(a)};
  double z = -30;
  out.position.push_back({5, -7, z});
  for (const double step : steps) out.position.push_back({5, -7, z += step});
  return out;
}

std::array<double, 3> place(const Slices& s, std::size_t slice, double row, double column) {
  std::array<double, 3> out{};
  for (std::size_t c = 0; c < 3; ++c)
    out[c] = s.position[slice][c] + column * s.column_spacing_mm * s.orientation[c] +
             row * s.row_spacing_mm * s.orientation[3 + c];
  return out;
}

// Does the place lie in the outer half pixel of a slice that it may be interpolated from?
bool at_an_edge(const Slices& s, const std::array<double, 3>& at) {
  for (const auto& position : s.position) {
    double along = 0;
    for (std::size_t c = 0; c < 3; ++c)
      along += (at[c] - position[c]) * s.orientation[3 + c] / s.row_spacing_mm;
    if ((along > -0.6 && along < 0) || (along > s.rows - 1 && along < s.rows - 0.4)) return true;
  }
  return false;
}

template <typename Function>
void fill(Slices& slices, Function f) {
  slices.values = [&slices, f](std::size_t slice) -> core::Result<std::vector<float>> {
    std::vector<float> out;
    for (std::uint32_t r = 0; r < slices.rows; ++r)
      for (std::uint32_t c = 0; c < slices.columns; ++c)
        out.push_back(static_cast<float>(f(place(slices, slice, r, c))));
    return out;
  };
}

double plane(const std::array<double, 3>& p) {
  return 3 + 0.5 * p[0] - 1.25 * p[1] + 2 * p[2];
}

TEST(ResampleSlices, GivesALinearFunctionOfThePatientExactly) {
  // Closed form: whatever the tilt and the gaps, at each voxel the function's own value.
  for (const double tilt : {0.0, 18.5, -22.0}) {
    Slices slices = tilted(tilt, {4.22, 4.22, 4.22, 1.14, 7.38, 7.38});
    fill(slices, plane);
    for (const double spacing : {0.0, 1.5, 5.0}) {
      const auto out = resample_slices(slices, {spacing, -5000, 2});
      ASSERT_TRUE(out) << out.error().text();
      EXPECT_NEAR(out->tilt_deg, std::abs(tilt), 1e-9);
      const Grid& grid = out->volume.grid;
      std::uint64_t inside = 0;
      for (std::uint32_t z = 0; z < grid.size[2]; ++z)
        for (std::uint32_t y = 0; y < grid.size[1]; ++y)
          for (std::uint32_t x = 0; x < grid.size[0]; ++x) {
            const float value = out->volume.voxel[grid.at(x, y, z)];
            if (value == -5000) continue;
            ++inside;
            // At a slice's edge the value of the last centre stands for half a pixel more.
            const auto at = grid.position_mm(x, y, z);
            EXPECT_NEAR(value, plane(at), at_an_edge(slices, at) ? 0.9 : 2e-4);
          }
      EXPECT_EQ(inside + out->outside, grid.voxels());
      EXPECT_GT(inside, grid.voxels() / 2);
    }
  }
}

TEST(ResampleSlices, AgreesWithItksInterpolationOfTheShearedStack) {
  // ITK's own interpolator on an image whose third axis is the step of a tilted gantry. On the
  // slices both take the same pixels; between them ITK goes along the step, we along the normal.
  Slices slices = tilted(18.5, {4.22, 4.22, 4.22, 4.22, 4.22});
  const core::Random random(3, "slices");
  std::vector<std::vector<float>> values(6);
  using Image = itk::Image<double, 3>;
  auto stack = Image::New();
  Image::SizeType size;
  size[0] = slices.columns;
  size[1] = slices.rows;
  size[2] = 6;
  stack->SetRegions(size);
  stack->Allocate();
  for (std::size_t s = 0; s < 6; ++s)
    for (std::uint32_t i = 0; i < slices.rows * slices.columns; ++i) {
      values[s].push_back(static_cast<float>(100 * random.uniform(s, i)));
      stack->SetPixel({{i % slices.columns, i / slices.columns, static_cast<long>(s)}},
                      static_cast<double>(values[s].back()));
    }
  Image::DirectionType direction;
  Image::SpacingType spacing;
  Image::PointType origin;
  spacing[0] = slices.column_spacing_mm;
  spacing[1] = slices.row_spacing_mm;
  spacing[2] = 4.22;
  for (unsigned c = 0; c < 3; ++c) {
    origin[c] = slices.position[0][c];
    direction[c][0] = slices.orientation[c];
    direction[c][1] = slices.orientation[3 + c];
    direction[c][2] = (slices.position[1][c] - slices.position[0][c]) / spacing[2];
  }
  stack->SetOrigin(origin);
  stack->SetSpacing(spacing);
  stack->SetDirection(direction);
  auto interpolator = itk::LinearInterpolateImageFunction<Image>::New();
  interpolator->SetInputImage(stack);
  slices.values = [&](std::size_t s) -> core::Result<std::vector<float>> { return values[s]; };
  const auto ours = resample_slices(slices, {0, -1, 2});
  ASSERT_TRUE(ours);
  const Grid& grid = ours->volume.grid;
  EXPECT_EQ(grid.size[2], 6U);
  std::size_t compared = 0;
  for (std::uint32_t z = 0; z < grid.size[2]; ++z)
    for (std::uint32_t y = 0; y < grid.size[1]; ++y)
      for (std::uint32_t x = 0; x < grid.size[0]; ++x) {
        const auto at = grid.position_mm(x, y, z);
        itk::Point<double, 3> point;
        for (unsigned c = 0; c < 3; ++c) point[c] = at[c];
        const float mine = ours->volume.voxel[grid.at(x, y, z)];
        if (!interpolator->IsInsideBuffer(point)) continue;
        if (mine == -1) continue;
        ++compared;
        EXPECT_NEAR(mine, interpolator->Evaluate(point), 2e-3) << x << " " << y << " " << z;
      }
  EXPECT_GE(compared, std::size_t{6} * 19 * 23);
}

TEST(ResampleSlices, LeavesARegularStackAsItIs) {
  Slices slices = tilted(0, {2.5, 2.5, 2.5});
  fill(slices, [](const auto& p) { return std::sin(p[0]) + p[1] * p[2]; });
  const auto out = resample_slices(slices, {});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->volume.grid.size, (std::array<std::uint32_t, 3>{20, 24, 4}));
  for (std::size_t s = 0; s < 4; ++s) {
    const auto wanted = *slices.values(s);
    for (std::size_t i = 0; i < wanted.size(); ++i)
      EXPECT_EQ(out->volume.voxel[s * wanted.size() + i], wanted[i]);
  }
  EXPECT_EQ(out->outside, 0U);
}

TEST(ResampleSlices, DoesNotDependOnThreadsAndAsksForEachSliceOnce) {
  Slices slices = tilted(10, {3, 1, 4, 1, 5});
  std::vector<int> asked(6);
  fill(slices, plane);
  const auto inner = slices.values;
  slices.values = [&](std::size_t s) {
    ++asked[s];
    return inner(s);
  };
  const auto one = resample_slices(slices, {0.5, 0, 1});
  EXPECT_EQ(asked, std::vector<int>(6, 1));
  const auto seven = resample_slices(slices, {0.5, 0, 7});
  ASSERT_TRUE(one && seven);
  EXPECT_EQ(one->volume.voxel, seven->volume.voxel);
}

TEST(ResampleSlices, RefusesWhatIsNoStack) {
  Slices slices = tilted(0, {2.5});
  fill(slices, plane);
  slices.position.resize(1);
  EXPECT_EQ(resample_slices(slices, {}).error().code(), "image.spacing");
  slices.position.push_back(slices.position[0]);
  EXPECT_EQ(resample_slices(slices, {}).error().code(), "image.spacing");
  slices.position[1][2] -= 5;
  EXPECT_EQ(resample_slices(slices, {}).error().code(), "image.spacing");
  slices.position[1][2] += 10;
  EXPECT_EQ(resample_slices(slices, {1e-9, 0, 1}).error().code(), "image.too-large");
  slices.row_spacing_mm = 0;
  EXPECT_EQ(resample_slices(slices, {}).error().code(), "image.spacing");
}

TEST(WriteNifti, ComesBackOnTheSameGrid) {
  Slices slices = tilted(18.5, {4, 4});
  fill(slices, plane);
  const auto out = resample_slices(slices, {});
  ASSERT_TRUE(out);
  const std::string path = testing::TempDir() + "/resampled.nii.gz";
  ASSERT_TRUE(write_map(out->volume, path));
  const auto first = core::read_file(path);
  ASSERT_TRUE(write_map(out->volume, path));
  EXPECT_EQ(*first, *core::read_file(path));
  const auto back = read_volume(path);
  ASSERT_TRUE(back) << back.error().text();
  EXPECT_EQ(difference(back->grid, out->volume.grid), "");
  EXPECT_EQ(back->voxel, out->volume.voxel);
  EXPECT_EQ(write_map(out->volume, "/nowhere/at/all.nii").error().code(), "file.unwritable");
}

}  // namespace
}  // namespace secondsite::image
