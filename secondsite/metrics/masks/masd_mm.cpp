#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric masd_mm() {
  return mean_of_measure(
      {.id = "masd_mm",
       .title = "Mean of average surface distances",
       .question = "How far are the borders apart on average, each border counting half?",
       .definition = "Mean of the two directions' mean distances in mm between border voxels. The "
                     "mean over cases where it is defined.",
       .reference = "Maier-Hein et al. 2024, doi:10.1038/s41592-023-02151-z",
       .family = Family::segmentation,
       .better = Better::lower},
      Range::not_negative);
}

}  // namespace secondsite::metrics::masks
