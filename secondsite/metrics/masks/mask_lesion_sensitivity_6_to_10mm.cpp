#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric mask_lesion_sensitivity_6_to_10mm() {
  return mean_of_measure(
      {.id = "mask_lesion_sensitivity_6_to_10mm",
       .title = "Lesion-wise sensitivity, 6 to 10 mm",
       .question = "And of the lesions of 6 to 10 mm?",
       .definition = "As lesion-wise sensitivity, over components whose ball of equal volume is 6 "
                     "to below 10 mm across. The mean over cases where it is defined.",
       .reference = "Maier-Hein et al. 2024, doi:10.1038/s41592-023-02151-z",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
