#include "secondsite/evaluation/mask_panels.h"

#include <algorithm>
#include <cmath>

#include "secondsite/metrics/support/mask_surface.h"

namespace secondsite::evaluation {
namespace {

// The box with a quarter of its width, at least eight voxels, around it in the slice.
metrics::MaskBox with_surroundings(const metrics::MaskBox& box, const image::Grid& grid) {
  metrics::MaskBox out = box;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const std::uint32_t margin = std::max(8U, (box.high[axis] - box.low[axis]) / 4);
    out.low[axis] = box.low[axis] > margin ? box.low[axis] - margin : 0;
    out.high[axis] = std::min(grid.size[axis], box.high[axis] + margin);
  }
  return out;
}

void draw(const metrics::Labels& prediction, const metrics::Labels& reference,
          const metrics::MaskCounts& counts, WorstPanels::Kept& out) {
  metrics::MaskCounts around = counts;
  around.box = with_surroundings(counts.box, reference.grid);
  const auto both = metrics::crop(prediction, reference, around);
  const auto& size = both.grid.size;
  const std::size_t slice = std::size_t{size[0]} * size[1];
  std::vector<std::uint64_t> differing(size[2], 0);
  for (std::size_t i = 0; i < both.voxel.size(); ++i)
    if (both.voxel[i] == 1 || both.voxel[i] == 2) ++differing[i / slice];
  const auto worst = static_cast<std::uint32_t>(
      std::max_element(differing.begin(), differing.end()) - differing.begin());
  // Every `step`-th voxel, so that no picture is larger than a page can hold.
  const std::uint32_t step = (std::max(size[0], size[1]) - 1) / WorstPanels::widest + 1;
  MaskPanel& panel = out.panel;
  panel.slice = around.box.low[2] + worst;
  panel.width = (size[0] - 1) / step + 1;
  panel.height = (size[1] - 1) / step + 1;
  panel.width_mm = both.grid.spacing_mm[0] * step;
  panel.height_mm = both.grid.spacing_mm[1] * step;
  panel.differing = differing[worst];
  for (std::uint32_t y = 0; y < size[1]; y += step)
    for (std::uint32_t x = 0; x < size[0]; x += step) {
      panel.voxel.push_back(both.voxel[both.grid.at(x, y, worst)]);
      out.place.push_back({around.box.low[0] + x, around.box.low[1] + y, panel.slice});
    }
  out.grid = reference.grid;
}

}  // namespace

void WorstPanels::offer(Of of, std::int32_t label, const metrics::Labels& prediction,
                        const metrics::Labels& reference, const metrics::MaskCounts& counts) {
  if (counts.reference == 0) return;
  const double dice = counts.dice();
  const auto same_case = [&](const Kept& entry) { return entry.of.reference == of.reference; };
  if (std::count_if(entries_.begin(), entries_.end(), same_case) >= 2) {
    const auto best =
        std::max_element(entries_.begin(), entries_.end(), [&](const Kept& a, const Kept& b) {
          return (same_case(a) ? a.dice : -1) < (same_case(b) ? b.dice : -1);
        });
    if (dice >= best->dice) return;
    entries_.erase(best);
  }
  if (entries_.size() >= kept && dice >= entries_.back().dice) return;
  Kept entry{of, label, dice, {}, {}, {}};
  draw(prediction, reference, counts, entry);
  const auto at = std::upper_bound(entries_.begin(), entries_.end(), entry,
                                   [](const Kept& a, const Kept& b) { return a.dice < b.dice; });
  entries_.insert(at, std::move(entry));
  if (entries_.size() > kept) entries_.pop_back();
}

void add_grey(const MaskImages& images, std::size_t image, WorstPanels::Kept& kept) {
  const auto values = images.values(image, kept.grid, kept.place);
  std::vector<double> finite;
  for (const float value : values)
    if (std::isfinite(value)) finite.push_back(static_cast<double>(value));
  if (finite.empty()) return;
  const double low = metrics::linear_percentile(finite, 0.01);
  const double high = metrics::linear_percentile(finite, 0.99);
  for (const float value : values) {
    const double level =
        std::isfinite(value) && high > low ? (static_cast<double>(value) - low) / (high - low) : 0;
    kept.panel.grey.push_back(
        static_cast<std::uint8_t>(std::lround(255 * std::clamp(level, 0.0, 1.0))));
  }
}

}  // namespace secondsite::evaluation
