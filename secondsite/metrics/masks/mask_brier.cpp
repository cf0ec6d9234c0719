#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric mask_brier() {
  return mean_of_measure(
      {.id = "mask_brier",
       .title = "Brier score of voxels",
       .question = "How far are the voxels' probabilities from the truth?",
       .definition = "Mean (p - y) squared over all voxels; only of probability maps. The mean "
                     "over cases. Background is most of it: see mask_brier_within.",
       .reference = "Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2",
       .family = Family::segmentation,
       .better = Better::lower},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
