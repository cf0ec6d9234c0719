#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric panoptic_quality() {
  return mean_of_measure(
      {.id = "panoptic_quality",
       .title = "Panoptic quality",
       .question = "Are lesions found, and found well?",
       .definition =
           "Sum of IoU of matched components over TP + FP/2 + FN/2, in each case; matched one to "
           "one for the largest sum among pairs with IoU of one half or more; undefined where both "
           "masks are empty. The mean over cases where it is defined.",
       .reference = "Kirillov et al. 2019, doi:10.1109/CVPR.2019.00963",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
