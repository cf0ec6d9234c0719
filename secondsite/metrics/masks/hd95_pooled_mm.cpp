#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric hd95_pooled_mm() {
  return mean_of_measure(
      {.id = "hd95_pooled_mm",
       .title = "HD95, pooled percentile",
       .question = "Beyond which distance lie only 5 % of both borders together?",
       .definition = "Distances in mm between border voxels of both directions together; their "
                     "95th percentile, linear between neighbours (MedPy's definition). The mean "
                     "over cases where it is defined.",
       .reference = "Huttenlocher et al. 1993, doi:10.1109/34.232073",
       .family = Family::segmentation,
       .better = Better::lower},
      Range::not_negative);
}

}  // namespace secondsite::metrics::masks
