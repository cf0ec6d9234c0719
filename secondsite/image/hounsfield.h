#pragma once
// Is the scale of a CT that of Hounsfield? Air, fat and soft tissue stand where physics puts them.

#include <optional>
#include <span>
#include <string>

namespace secondsite::image {

// Places of the peaks of the histogram in HU, where a peak stands out: at least `least_share` of
// the finite values within the band, and twice as high as the band's edges.
struct HounsfieldPeaks {
  std::optional<double> air;   // sought in [-1100, -850]
  std::optional<double> fat;   // sought in [-160, -40]
  std::optional<double> soft;  // sought in [-20, 100]: water, muscle, brain, blood
};

// `padding` (where finite) is passed over. Bins of 4 HU, smoothed over three.
HounsfieldPeaks hounsfield_peaks(std::span<const float> hu, double padding,
                                 double least_share = 0.005);

struct HounsfieldCheck {
  bool judged = false;  // false: no peak was found to judge by
  bool plausible = false;
  std::string why;
};
// Air within 60 HU of -1000, fat below soft tissue, soft tissue within [-10, 90].
HounsfieldCheck check_hounsfield(const HounsfieldPeaks& peaks);

}  // namespace secondsite::image
