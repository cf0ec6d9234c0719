#include "secondsite/core/random.h"

#include <cmath>
#include <numbers>

namespace secondsite::core {

double Random::normal(std::uint64_t key, std::uint64_t index) const {
  const auto w = words(key, index);
  const double u =
      (static_cast<double>(((std::uint64_t{w[1]} << 32) | w[0]) >> 11) + 0.5) * 0x1.0p-53;
  const double v =
      (static_cast<double>(((std::uint64_t{w[3]} << 32) | w[2]) >> 11) + 0.5) * 0x1.0p-53;
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

}  // namespace secondsite::core
