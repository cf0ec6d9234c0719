#pragma once
// The few cases that went worst, as pictures.

#include "secondsite/evaluation/mask_cases.h"

namespace secondsite::evaluation {

// Keeps the pairs with the lowest Dice among those whose reference is not empty, at most two of a
// case, and of each the slice in which most voxels differ.
class WorstPanels {
 public:
  static constexpr std::size_t kept = 6;
  static constexpr std::uint32_t widest = 256;  // voxels; larger structures are thinned out

  void offer(const std::string& name, const std::string& label, const metrics::Labels& prediction,
             const metrics::Labels& reference, const metrics::MaskCounts& counts);
  // Worst first.
  std::vector<MaskPanel> take();

 private:
  struct Entry {
    double dice = 0;
    MaskPanel panel;
  };
  std::vector<Entry> entries_;
};

}  // namespace secondsite::evaluation
