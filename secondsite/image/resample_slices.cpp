#include "secondsite/image/resample_slices.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/image/vector3.h"

namespace secondsite::image {
namespace {

using Vector = Vector3;

// A slice in the frame of the first one: along rows, along columns, along the normal, in mm.
struct Placed {
  double x = 0;
  double y = 0;
  double z = 0;
};

// The values of a slice, and where it lies.
struct Held {
  std::size_t slice = ~std::size_t{0};
  std::vector<float> value;
};

// Bilinear at a place in pixels; nothing beyond half a pixel off the outermost centres.
bool sample_slices(const std::vector<float>& value, std::uint32_t rows, std::uint32_t columns,
                   double x, double y, double& out) {
  if (!(x >= -0.5 && y >= -0.5 && x <= columns - 0.5 && y <= rows - 0.5)) return false;
  x = std::clamp(x, 0.0, static_cast<double>(columns - 1));
  y = std::clamp(y, 0.0, static_cast<double>(rows - 1));
  const auto left = std::min(static_cast<std::size_t>(x), std::size_t{columns} - 1);
  const auto top = std::min(static_cast<std::size_t>(y), std::size_t{rows} - 1);
  const std::size_t right = std::min(left + 1, std::size_t{columns} - 1);
  const std::size_t bottom = std::min(top + 1, std::size_t{rows} - 1);
  const double u = x - static_cast<double>(left);
  const double v = y - static_cast<double>(top);
  const auto at = [&](std::size_t r, std::size_t c) {
    return static_cast<double>(value[r * columns + c]);
  };
  out = (1 - v) * ((1 - u) * at(top, left) + u * at(top, right)) +
        v * ((1 - u) * at(bottom, left) + u * at(bottom, right));
  return true;
}

class Resampler {
 public:
  Resampler(const Slices& slices, const ResampleOptions& options)
      : slices_(slices), options_(options) {}

  core::Result<Resampled> run() {
    if (auto placed = place(); !placed) return std::move(placed).error();
    if (auto made = make_grid(); !made) return std::move(made).error();
    Grid& grid = out_.volume.grid;
    out_.volume.voxel.assign(grid.voxels(), options_.outside);
    std::size_t below = 0;
    std::vector<std::uint64_t> outside(grid.size[1]);
    for (std::uint32_t k = 0; k < grid.size[2]; ++k) {
      const double z = grid.spacing_mm[2] * k;
      while (below + 2 < places_.size() && places_[below + 1].z <= z) ++below;
      if (auto read = hold(below); !read) return std::move(read).error();
      const double gap = places_[below + 1].z - places_[below].z;
      const double part = std::clamp((z - places_[below].z) / gap, 0.0, 1.0);
      core::parallel_for(grid.size[1], options_.threads,
                         [&](std::size_t j) { outside[j] += fill_row(k, j, part); });
    }
    for (const std::uint64_t count : outside) out_.outside += count;
    return std::move(out_);
  }

 private:
  static core::Error bad(const char* what) { return core::Error("image.spacing", what); }

  core::Status place() {
    if (slices_.position.size() < 2) return bad("one slice has no distance to another");
    if (!(slices_.row_spacing_mm > 0) || !(slices_.column_spacing_mm > 0) || slices_.rows == 0 ||
        slices_.columns == 0)
      return bad("the pixels have no size");
    const auto& o = slices_.orientation;
    row_ = {o[0], o[1], o[2]};
    column_ = {o[3], o[4], o[5]};
    normal_ = normal_of(o);
    std::vector<double> gaps;
    for (const Vector& position : slices_.position) {
      const Vector from = minus(position, slices_.position[0]);
      places_.push_back({dot(from, row_), dot(from, column_), dot(from, normal_)});
      if (places_.size() < 2) continue;
      gaps.push_back(places_.back().z - places_[places_.size() - 2].z);
      if (!(gaps.back() > 1e-4)) return bad("two slices lie at one place, or out of order");
    }
    out_.widest_gap_mm = *std::max_element(gaps.begin(), gaps.end());
    const Placed& last = places_.back();
    out_.shift_mm = std::hypot(last.x, last.y);
    out_.tilt_deg = std::atan2(out_.shift_mm, last.z) * 180 / std::numbers::pi;
    std::sort(gaps.begin(), gaps.end());
    spacing_ = options_.slice_spacing_mm > 0 ? options_.slice_spacing_mm : gaps[gaps.size() / 2];
    return core::Done{};
  }

  core::Status make_grid() {
    double least_x = 0, most_x = 0, least_y = 0, most_y = 0;
    for (const Placed& one : places_) {
      least_x = std::min(least_x, one.x);
      most_x = std::max(most_x, one.x);
      least_y = std::min(least_y, one.y);
      most_y = std::max(most_y, one.y);
    }
    // Whole pixels, so that the pixels of the first slice stay where they are; what is a rounding
    // error of the positions is no further pixel.
    const auto pixels = [](double mm, double spacing) {
      return static_cast<std::int64_t>(std::ceil(mm / spacing - 1e-3));
    };
    before_x_ = pixels(-least_x, slices_.column_spacing_mm);
    before_y_ = pixels(-least_y, slices_.row_spacing_mm);
    const double nx = static_cast<double>(before_x_) + slices_.columns +
                      static_cast<double>(pixels(most_x, slices_.column_spacing_mm));
    const double ny = static_cast<double>(before_y_) + slices_.rows +
                      static_cast<double>(pixels(most_y, slices_.row_spacing_mm));
    const double nz = std::floor(places_.back().z / spacing_ + 1e-3) + 1;
    if (!(nx * ny * nz < 2147483648.0) || nx > 65534 || ny > 65534 || nz > 65534)
      return core::Error("image.too-large",
                         "the regular grid would have " +
                             core::grouped(static_cast<std::uint64_t>(nx)) + " x " +
                             core::grouped(static_cast<std::uint64_t>(ny)) + " x " +
                             core::grouped(static_cast<std::uint64_t>(nz)) + " voxels");
    Grid& grid = out_.volume.grid;
    grid.size = {static_cast<std::uint32_t>(nx), static_cast<std::uint32_t>(ny),
                 static_cast<std::uint32_t>(nz)};
    grid.spacing_mm = {slices_.column_spacing_mm, slices_.row_spacing_mm, spacing_};
    for (std::size_t c = 0; c < 3; ++c) {
      grid.direction[c] = row_[c];
      grid.direction[3 + c] = column_[c];
      grid.direction[6 + c] = normal_[c];
      grid.origin_mm[c] = slices_.position[0][c] -
                          static_cast<double>(before_x_) * slices_.column_spacing_mm * row_[c] -
                          static_cast<double>(before_y_) * slices_.row_spacing_mm * column_[c];
    }
    return core::Done{};
  }

  // Slices `below` and the next one in memory; each is asked for once.
  core::Status hold(std::size_t below) {
    if (upper_.slice == below) std::swap(lower_, upper_);
    for (auto [held, wanted] : {std::pair{&lower_, below}, std::pair{&upper_, below + 1}}) {
      if (held->slice == wanted) continue;
      auto values = slices_.values(wanted);
      if (!values) return std::move(values).error();
      if (values->size() != std::size_t{slices_.rows} * slices_.columns)
        return core::Error("image.unreadable", "a slice has another matrix than the first one");
      held->value = *std::move(values);
      held->slice = wanted;
    }
    return core::Done{};
  }

  std::uint64_t fill_row(std::uint32_t k, std::size_t j, double part) {
    const Grid& grid = out_.volume.grid;
    std::uint64_t outside = 0;
    const double y_mm =
        (static_cast<double>(j) - static_cast<double>(before_y_)) * grid.spacing_mm[1];
    for (std::size_t i = 0; i < grid.size[0]; ++i) {
      const double x_mm =
          (static_cast<double>(i) - static_cast<double>(before_x_)) * grid.spacing_mm[0];
      double low = 0;
      double high = 0;
      const auto at = [&](const Held& held, double& value) {
        const Placed& slice = places_[held.slice];
        return sample_slices(held.value, slices_.rows, slices_.columns,
                             (x_mm - slice.x) / slices_.column_spacing_mm,
                             (y_mm - slice.y) / slices_.row_spacing_mm, value);
      };
      // On a slice its own values count alone, whether or not the next one reaches here.
      const bool has_low = part >= 1 || at(lower_, low);
      const bool has_high = part <= 0 || at(upper_, high);
      if (has_low && has_high)
        out_.volume.voxel[grid.at(i, j, k)] = static_cast<float>((1 - part) * low + part * high);
      else
        ++outside;
    }
    return outside;
  }

  const Slices& slices_;
  const ResampleOptions& options_;
  Vector row_{}, column_{}, normal_{};
  std::vector<Placed> places_;
  double spacing_ = 1;
  std::int64_t before_x_ = 0;
  std::int64_t before_y_ = 0;
  Held lower_, upper_;
  Resampled out_;
};

}  // namespace

core::Result<Resampled> resample_slices(const Slices& slices, const ResampleOptions& options) {
  return Resampler(slices, options).run();
}

}  // namespace secondsite::image
