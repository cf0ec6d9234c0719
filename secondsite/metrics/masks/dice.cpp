#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric dice() {
  return mean_of_measure(
      {.id = "dice",
       .title = "Dice coefficient",
       .question = "How much of the two masks do they share?",
       .definition = "2 |P and R| / (|P| + |R|) in voxels, in each case, then the mean over cases; "
                     "each case counts once, whatever its volume. The policy on empty masks says "
                     "where it is undefined; those cases are left out and counted.",
       .reference = "Dice 1945, doi:10.2307/1932409; Taha & Hanbury 2015, "
                    "doi:10.1186/s12880-015-0068-x",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
