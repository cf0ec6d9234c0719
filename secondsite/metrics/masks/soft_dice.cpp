#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric soft_dice() {
  return mean_of_measure(
      {.id = "soft_dice",
       .title = "Soft Dice of probabilities",
       .question = "How much do the probabilities and the reference share, before any threshold?",
       .definition = "2 sum p y / (sum p + sum y) over voxels; only of probability maps; undefined "
                     "where both sums are 0. The mean over cases where it is defined.",
       .reference = "Milletari et al. 2016, doi:10.1109/3DV.2016.79",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
