#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric segmentation_quality() {
  return mean_of_measure({.id = "segmentation_quality",
                          .title = "Segmentation quality",
                          .question = "How well are the matched lesions outlined?",
                          .definition = "Mean IoU of matched components in each case; undefined "
                                        "without a match. The mean over cases where it is defined.",
                          .reference = "Kirillov et al. 2019, doi:10.1109/CVPR.2019.00963",
                          .family = Family::segmentation,
                          .better = Better::higher},
                         Range::fraction);
}

}  // namespace secondsite::metrics::masks
