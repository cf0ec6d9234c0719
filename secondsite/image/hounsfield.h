#pragma once
// Is the scale of a CT that of Hounsfield? Air, fat and soft tissue stand where physics puts them.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace secondsite::image {

// Places of the peaks of the histogram in HU, where a peak stands out: at least `least_share` of
// the finite values within the band, and twice as high as the band's edges.
struct HounsfieldPeaks {
  std::optional<double> air;   // sought in [-1100, -850]
  std::optional<double> fat;   // sought in [-160, -40]
  std::optional<double> soft;  // sought in [-20, 100]: water, muscle, brain, blood
};

// Values counted in bins of 4 HU from -1,200 to 2,000. Counts of slices add up to those of their
// volume, in any order.
class HounsfieldHistogram {
 public:
  // `padding` (where finite) and values outside are passed over.
  void add(std::span<const float> hu, double padding);
  void add(const HounsfieldHistogram& other);
  // Bins are smoothed over three.
  HounsfieldPeaks peaks(double least_share = 0.005) const;
  bool empty() const { return counts_.empty(); }

 private:
  std::vector<std::uint64_t> counts_;
};

// Of one image.
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
