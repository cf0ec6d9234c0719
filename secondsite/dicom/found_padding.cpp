#include "secondsite/dicom/found_padding.h"

#include <algorithm>
#include <limits>

namespace secondsite::dicom {

std::optional<std::int32_t> undeclared_padding(const Pixels& pixels) {
  if (pixels.unit != "HU" || pixels.has_modality_lut || pixels.stored.empty() || pixels.slope <= 0)
    return std::nullopt;
  const std::int32_t least = *std::min_element(pixels.stored.begin(), pixels.stored.end());
  if (pixels.padding && *pixels.padding == least) return std::nullopt;
  std::int64_t next = std::numeric_limits<std::int64_t>::max();
  std::size_t count = 0;
  for (const std::int32_t value : pixels.stored) {
    if (value == least)
      ++count;
    else
      next = std::min<std::int64_t>(next, value);
  }
  const double in_hu = least * pixels.slope + pixels.intercept;
  const double gap = (static_cast<double>(next) - least) * pixels.slope;
  if (in_hu >= -1100 || gap < 100 || count * 100 < pixels.stored.size() ||
      count == pixels.stored.size())
    return std::nullopt;
  return least;
}

}  // namespace secondsite::dicom
