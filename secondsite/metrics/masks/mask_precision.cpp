#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric mask_precision() {
  return mean_of_measure({.id = "mask_precision",
                          .title = "Voxel precision",
                          .question = "How much of the predicted mask is right?",
                          .definition = "|P and R| / |P| in voxels; undefined without a "
                                        "prediction. The mean over cases where it is defined.",
                          .reference = "Taha & Hanbury 2015, doi:10.1186/s12880-015-0068-x",
                          .family = Family::segmentation,
                          .better = Better::higher},
                         Range::fraction);
}

}  // namespace secondsite::metrics::masks
