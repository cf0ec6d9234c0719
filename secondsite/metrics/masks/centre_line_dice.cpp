#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric centre_line_dice() {
  return mean_of_measure(
      {.id = "centre_line_dice",
       .title = "Centre-line Dice",
       .question = "Are tubes connected as in the reference?",
       .definition =
           "Harmonic mean of the shares of each centre line that lies in the other mask; only "
           "where asked for; 0 where one mask is empty. The mean over cases where it is defined.",
       .reference = "Shit et al. 2021, doi:10.1109/CVPR46437.2021.01629",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
