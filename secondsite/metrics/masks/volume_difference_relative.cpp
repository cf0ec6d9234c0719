#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric volume_difference_relative() {
  return mean_of_measure(
      {.id = "volume_difference_relative",
       .title = "Relative volume difference",
       .question = "By which share of the reference is the predicted volume off?",
       .definition = "(predicted − reference) / reference volume, signed; undefined without a "
                     "reference. The mean over cases where it is defined.",
       .reference = "Taha & Hanbury 2015, doi:10.1186/s12880-015-0068-x",
       .family = Family::segmentation,
       .better = Better::zero},
      Range::any);
}

}  // namespace secondsite::metrics::masks
