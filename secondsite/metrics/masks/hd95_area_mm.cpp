#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric hd95_area_mm() {
  return mean_of_measure(
      {.id = "hd95_area_mm",
       .title = "HD95, weighted by area",
       .question = "Within which distance do 95 % of each surface lie?",
       .definition =
           "Distances in mm between surface cells, weighted by their area; the larger of the two "
           "directions (DeepMind's definition). The mean over cases where it is defined.",
       .reference = "Nikolov et al. 2021, doi:10.2196/26151",
       .family = Family::segmentation,
       .better = Better::lower},
      Range::not_negative);
}

}  // namespace secondsite::metrics::masks
