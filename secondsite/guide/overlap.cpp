#include "secondsite/guide/overlap.h"

#include <cmath>
#include <limits>

namespace secondsite::guide {

double dice(std::span<const std::uint8_t> predicted, std::span<const std::uint8_t> reference) {
  std::uint64_t both = 0;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    both += predicted[i] != 0 && reference[i] != 0 ? 1 : 0;
    sum += (predicted[i] != 0 ? 1U : 0U) + (reference[i] != 0 ? 1U : 0U);
  }
  if (sum == 0) return std::numeric_limits<double>::quiet_NaN();
  return 2 * static_cast<double>(both) / static_cast<double>(sum);
}

double focal_loss(double p, double gamma) {
  return -std::pow(1 - p, gamma) * std::log(p);
}

}  // namespace secondsite::guide
