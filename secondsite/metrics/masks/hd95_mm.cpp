#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric hd95_mm() {
  return mean_of_measure(
      {.id = "hd95_mm",
       .title = "HD95, larger of two percentiles",
       .question = "Beyond which distance lie only 5 % of a border?",
       .definition = "Distances in mm between border voxels; the 95th percentile of each "
                     "direction, linear between neighbours; the larger of the two (MONAI's "
                     "definition). The mean over cases where it is defined.",
       .reference = "Huttenlocher et al. 1993, doi:10.1109/34.232073; Maier-Hein et al. 2024, "
                    "doi:10.1038/s41592-023-02151-z",
       .family = Family::segmentation,
       .better = Better::lower},
      Range::not_negative);
}

}  // namespace secondsite::metrics::masks
