#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric false_lesions() {
  return mean_of_measure(
      {.id = "false_lesions",
       .title = "False lesions a case",
       .question = "How many predicted objects touch no lesion?",
       .definition = "Predicted components that share no voxel with the reference, a case; 0 where "
                     "nothing is predicted. The mean over cases where it is defined.",
       .reference = "Maier-Hein et al. 2024, doi:10.1038/s41592-023-02151-z",
       .family = Family::segmentation,
       .better = Better::lower},
      Range::not_negative);
}

}  // namespace secondsite::metrics::masks
