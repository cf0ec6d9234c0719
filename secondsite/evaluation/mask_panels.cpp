#include "secondsite/evaluation/mask_panels.h"

#include <algorithm>

namespace secondsite::evaluation {
namespace {

MaskPanel panel_of(const image::Volume<std::uint8_t>& both, const metrics::MaskCounts& counts) {
  const auto& size = both.grid.size;
  const std::size_t slice = std::size_t{size[0]} * size[1];
  std::vector<std::uint64_t> differing(size[2], 0);
  for (std::size_t i = 0; i < both.voxel.size(); ++i)
    if (both.voxel[i] == 1 || both.voxel[i] == 2) ++differing[i / slice];
  const auto worst = static_cast<std::size_t>(std::max_element(differing.begin(), differing.end()) -
                                              differing.begin());
  // Every `step`-th voxel, so that no picture is larger than a page can hold.
  const std::uint32_t step = (std::max(size[0], size[1]) - 1) / WorstPanels::widest + 1;
  MaskPanel out;
  out.slice = counts.box.low[2] + static_cast<std::uint32_t>(worst);
  out.width = (size[0] - 1) / step + 1;
  out.height = (size[1] - 1) / step + 1;
  out.width_mm = both.grid.spacing_mm[0] * step;
  out.height_mm = both.grid.spacing_mm[1] * step;
  out.differing = differing[worst];
  for (std::uint32_t y = 0; y < size[1]; y += step)
    for (std::uint32_t x = 0; x < size[0]; x += step)
      out.voxel.push_back(both.voxel[both.grid.at(x, y, worst)]);
  return out;
}

}  // namespace

void WorstPanels::offer(const std::string& name, const std::string& label,
                        const metrics::Labels& prediction, const metrics::Labels& reference,
                        const metrics::MaskCounts& counts) {
  if (counts.reference == 0) return;
  const double dice = counts.dice();
  const auto same_case = [&](const Entry& entry) { return entry.panel.name == name; };
  if (std::count_if(entries_.begin(), entries_.end(), same_case) >= 2) {
    const auto best =
        std::max_element(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
          return (same_case(a) ? a.dice : -1) < (same_case(b) ? b.dice : -1);
        });
    if (dice >= best->dice) return;
    entries_.erase(best);
  }
  if (entries_.size() >= kept && dice >= entries_.back().dice) return;
  Entry entry{dice, panel_of(metrics::crop(prediction, reference, counts), counts)};
  entry.panel.name = name;
  entry.panel.label = label;
  const auto at = std::upper_bound(entries_.begin(), entries_.end(), entry,
                                   [](const Entry& a, const Entry& b) { return a.dice < b.dice; });
  entries_.insert(at, std::move(entry));
  if (entries_.size() > kept) entries_.pop_back();
}

std::vector<MaskPanel> WorstPanels::take() {
  std::vector<MaskPanel> out;
  for (Entry& entry : entries_) out.push_back(std::move(entry.panel));
  return out;
}

}  // namespace secondsite::evaluation
