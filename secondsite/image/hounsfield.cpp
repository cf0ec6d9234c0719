#include "secondsite/image/hounsfield.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace secondsite::image {
namespace {

constexpr double bin_hu = 4;
constexpr double least_hu = -1200;
constexpr std::size_t bins = 800;  // to 2000 HU

std::size_t bin_of(double hu) {
  return static_cast<std::size_t>((hu - least_hu) / bin_hu);
}

std::optional<double> peak(const std::vector<double>& histogram, double all, double from, double to,
                           double least_share) {
  const std::size_t first = bin_of(from);
  const std::size_t last = bin_of(to);
  double inside = 0;
  std::size_t highest = first;
  for (std::size_t b = first; b <= last; ++b) {
    inside += histogram[b];
    if (histogram[b] > histogram[highest]) highest = b;
  }
  if (all <= 0 || inside < least_share * all) return std::nullopt;
  if (highest == first || highest == last) return std::nullopt;
  const double edge = std::max(histogram[first], histogram[last]);
  if (histogram[highest] < 2 * edge) return std::nullopt;
  // Centre of mass of the three bins around.
  double mass = 0;
  double moment = 0;
  for (std::size_t b = highest - 1; b <= highest + 1; ++b) {
    mass += histogram[b];
    moment += histogram[b] * (least_hu + (static_cast<double>(b) + 0.5) * bin_hu);
  }
  return moment / mass;
}

}  // namespace

void HounsfieldHistogram::add(std::span<const float> hu, double padding) {
  if (counts_.empty()) counts_.assign(bins, 0);
  for (const float value : hu) {
    const auto v = static_cast<double>(value);
    if (!std::isfinite(v) || v == padding || v < least_hu || v >= least_hu + bins * bin_hu)
      continue;
    ++counts_[bin_of(v)];
  }
}

void HounsfieldHistogram::add(const HounsfieldHistogram& other) {
  if (counts_.empty()) counts_.assign(bins, 0);
  for (std::size_t b = 0; b < other.counts_.size(); ++b) counts_[b] += other.counts_[b];
}

HounsfieldPeaks HounsfieldHistogram::peaks(double least_share) const {
  if (counts_.empty()) return {};
  std::vector<double> smooth(bins, 0);
  double all = 0;
  for (std::size_t b = 0; b < bins; ++b) {
    all += static_cast<double>(counts_[b]);
    if (b > 0 && b + 1 < bins)
      smooth[b] = static_cast<double>(counts_[b - 1] + counts_[b] + counts_[b + 1]) / 3;
  }
  return {peak(smooth, all, -1100, -850, least_share), peak(smooth, all, -160, -40, least_share),
          peak(smooth, all, -20, 100, least_share)};
}

HounsfieldPeaks hounsfield_peaks(std::span<const float> hu, double padding, double least_share) {
  HounsfieldHistogram histogram;
  histogram.add(hu, padding);
  return histogram.peaks(least_share);
}

HounsfieldCheck check_hounsfield(const HounsfieldPeaks& peaks) {
  HounsfieldCheck out;
  out.judged = peaks.air.has_value() || peaks.soft.has_value();
  if (!out.judged) {
    out.why = "neither an air nor a soft tissue peak stands out";
    return out;
  }
  if (peaks.air && std::abs(*peaks.air + 1000) > 60)
    out.why = "air is not near -1000 HU";
  else if (peaks.soft && (*peaks.soft < -10 || *peaks.soft > 90))
    out.why = "soft tissue is not between -10 and 90 HU";
  else if (peaks.soft && peaks.fat && *peaks.fat >= *peaks.soft)
    out.why = "fat is not below soft tissue";
  out.plausible = out.why.empty();
  return out;
}

}  // namespace secondsite::image
