#include "secondsite/guide/stratification.h"

#include <cmath>

namespace secondsite::guide {

std::vector<Cut> guide_waterfall() {
  std::vector<Cut> cuts{{"all images (MIMIC-CXR)", 1, 377110},
                        {"frontal views", 0.65},
                        {"pneumothorax", 0.03},
                        {"women", 0.47},
                        {"aged 18 to 40", 0.16},
                        {"vendor B", 0.30},
                        {"moderate to large", 0.40}};
  for (std::size_t i = 1; i < cuts.size(); ++i) cuts[i].left = cuts[i - 1].left * cuts[i].keeps;
  return cuts;
}

unsigned poisson_quantile(double mean, double p) {
  unsigned k = 0;
  double chance = std::exp(-mean);
  double sum = chance;
  while (sum < p && chance > 0) {
    ++k;
    chance *= mean / k;
    sum += chance;
  }
  return k;
}

}  // namespace secondsite::guide
