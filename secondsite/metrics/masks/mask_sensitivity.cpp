#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric mask_sensitivity() {
  return mean_of_measure({.id = "mask_sensitivity",
                          .title = "Voxel sensitivity",
                          .question = "How much of the reference mask is covered?",
                          .definition = "|P and R| / |R| in voxels; undefined without a reference. "
                                        "The mean over cases where it is defined.",
                          .reference = "Taha & Hanbury 2015, doi:10.1186/s12880-015-0068-x",
                          .family = Family::segmentation,
                          .better = Better::higher},
                         Range::fraction);
}

}  // namespace secondsite::metrics::masks
