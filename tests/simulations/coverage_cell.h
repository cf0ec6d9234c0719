#pragma once
// A cell of a table of coverages: how often an interval held the truth.

#include <string>

#include "secondsite/core/text.h"

namespace secondsite::simulations {

// " | 94.8", in per cent of the `n` repeats that gave an interval; of how many none came, where
// some gave none.
inline std::string coverage_cell(double held, double n, double repeats) {
  std::string out = " | " + (n == 0 ? std::string("none") : core::fixed(100 * held / n, 1));
  if (n > 0 && n < repeats) out += " (" + core::fixed(100 * (repeats - n) / repeats, 1) + " none)";
  return out;
}

}  // namespace secondsite::simulations
