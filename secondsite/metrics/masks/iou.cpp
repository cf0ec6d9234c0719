#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric iou() {
  return mean_of_measure(
      {.id = "iou",
       .title = "Intersection over union",
       .question = "Which share of the two masks together do they share?",
       .definition = "|P and R| / |P or R| in voxels. The mean over cases where it is defined.",
       .reference = "Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
