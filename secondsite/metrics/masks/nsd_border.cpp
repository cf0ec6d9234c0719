#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric nsd_border() {
  return mean_of_measure(
      {.id = "nsd_border",
       .title = "Normalised surface Dice, border voxels",
       .question = "Which share of the border voxels lies within the tolerance?",
       .definition =
           "Border voxels within the tolerance of the other mask's, over all; 0 where one mask is "
           "empty (MONAI's definition). The mean over cases where it is defined.",
       .reference = "Nikolov et al. 2021, doi:10.2196/26151",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
