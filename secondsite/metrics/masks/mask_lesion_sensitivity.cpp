#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric mask_lesion_sensitivity() {
  return mean_of_measure(
      {.id = "mask_lesion_sensitivity",
       .title = "Lesion-wise sensitivity",
       .question = "Which share of a case's lesions is touched by the prediction?",
       .definition = "Reference components that share a voxel with the prediction, over all of "
                     "them; undefined without a lesion. The mean over cases where it is defined.",
       .reference = "Maier-Hein et al. 2024, doi:10.1038/s41592-023-02151-z",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
