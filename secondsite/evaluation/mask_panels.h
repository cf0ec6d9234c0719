#pragma once
// The few cases that went worst, as pictures.

#include "secondsite/evaluation/mask_cases.h"
#include "secondsite/evaluation/mask_images.h"

namespace secondsite::evaluation {

// Keeps the pairs with the lowest Dice among those whose reference is not empty, at most two of a
// case, and of each the slice in which most voxels differ, with some of what lies around it.
class WorstPanels {
 public:
  static constexpr std::size_t kept = 6;
  static constexpr std::uint32_t widest = 256;  // voxels; larger structures are thinned out

  struct Of {
    const MaskEntry* reference = nullptr;
    const MaskEntry* prediction = nullptr;
  };
  struct Kept {
    Of of;
    std::int32_t label = 0;
    double dice = 0;
    MaskPanel panel;
    image::Grid grid;                                 // of the reference
    std::vector<std::array<std::uint32_t, 3>> place;  // of each voxel of the panel, on that grid
  };

  void offer(Of of, std::int32_t label, const metrics::Labels& prediction,
             const metrics::Labels& reference, const metrics::MaskCounts& counts);
  // Worst first; names are left to whoever knows them.
  std::vector<Kept> take() { return std::move(entries_); }

 private:
  std::vector<Kept> entries_;
};

// Puts the image behind a panel: grey levels between the 1st and the 99th percentile of what is
// shown.
void add_grey(const MaskImages& images, std::size_t image, WorstPanels::Kept& kept);

}  // namespace secondsite::evaluation
