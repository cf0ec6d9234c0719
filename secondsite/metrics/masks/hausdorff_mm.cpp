#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric hausdorff_mm() {
  return mean_of_measure(
      {.id = "hausdorff_mm",
       .title = "Hausdorff distance",
       .question = "How far is the worst point of one border from the other border?",
       .definition = "Largest distance in mm from a border voxel of either mask to the nearest of "
                     "the other. The mean over cases where it is defined.",
       .reference = "Huttenlocher et al. 1993, doi:10.1109/34.232073",
       .family = Family::segmentation,
       .better = Better::lower},
      Range::not_negative);
}

}  // namespace secondsite::metrics::masks
