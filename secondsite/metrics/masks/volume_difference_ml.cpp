#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric volume_difference_ml() {
  return mean_of_measure({.id = "volume_difference_ml",
                          .title = "Volume difference",
                          .question = "By how many millilitres is the predicted volume off?",
                          .definition = "Predicted less reference volume, in ml, signed. The mean "
                                        "over cases where it is defined.",
                          .reference = "Taha & Hanbury 2015, doi:10.1186/s12880-015-0068-x",
                          .family = Family::segmentation,
                          .better = Better::zero},
                         Range::any);
}

}  // namespace secondsite::metrics::masks
