#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric assd_mm() {
  return mean_of_measure(
      {.id = "assd_mm",
       .title = "Average symmetric surface distance",
       .question = "How far are the borders apart on average?",
       .definition = "Mean distance in mm between border voxels, both directions together. The "
                     "mean over cases where it is defined.",
       .reference = "Heimann et al. 2009, doi:10.1109/TMI.2009.2013851",
       .family = Family::segmentation,
       .better = Better::lower},
      Range::not_negative);
}

}  // namespace secondsite::metrics::masks
