#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric nsd() {
  return mean_of_measure(
      {.id = "nsd",
       .title = "Normalised surface Dice",
       .question = "Which share of the surfaces lies within the tolerance?",
       .definition =
           "Area of both surfaces within the tolerance of the other, over their whole area; areas "
           "by marching cubes; 0 where one mask is empty. The mean over cases where it is defined.",
       .reference = "Nikolov et al. 2021, doi:10.2196/26151",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
