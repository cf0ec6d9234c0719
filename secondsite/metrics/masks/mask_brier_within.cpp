#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric mask_brier_within() {
  return mean_of_measure(
      {.id = "mask_brier_within",
       .title = "Brier score within the reference",
       .question = "How far from 1 are the probabilities where the structure is?",
       .definition = "Mean (1 - p) squared over the voxels of the reference; only of probability "
                     "maps; undefined without reference. The mean over cases where it is defined.",
       .reference = "Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2",
       .family = Family::segmentation,
       .better = Better::lower},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
