#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric recognition_quality() {
  return mean_of_measure(
      {.id = "recognition_quality",
       .title = "Recognition quality",
       .question = "Are lesions found, one for one?",
       .definition = "TP / (TP + FP/2 + FN/2) of matched components in each case; undefined where "
                     "both masks are empty. The mean over cases where it is defined.",
       .reference = "Kirillov et al. 2019, doi:10.1109/CVPR.2019.00963",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
