#pragma once
// The guide's waterfall: from every image to the positives of one deep subgroup.

#include <string>
#include <vector>

namespace secondsite::guide {

struct Cut {
  std::string name;
  double keeps = 1;  // the factor
  double left = 0;   // after it
};

// 377,110 images × 0.65 × 0.03 × 0.47 × 0.16 × 0.30 × 0.40, step by step; the first cut is the
// whole.
std::vector<Cut> guide_waterfall();

// The least k with P(X ≤ k) ≥ p for a Poisson X of that mean (0 < p < 1, mean below 700).
unsigned poisson_quantile(double mean, double p);

}  // namespace secondsite::guide
