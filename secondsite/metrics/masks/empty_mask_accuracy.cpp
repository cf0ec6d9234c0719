#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric empty_mask_accuracy() {
  return mean_of_measure({.id = "empty_mask_accuracy",
                          .title = "Voxel accuracy of an empty mask",
                          .question = "What would predicting nothing score?",
                          .definition = "Voxels outside the reference mask over all voxels of the "
                                        "image. The mean over cases where it is defined.",
                          .reference = "Maier-Hein et al. 2024, doi:10.1038/s41592-023-02151-z",
                          .family = Family::segmentation,
                          .better = Better::higher},
                         Range::fraction);
}

}  // namespace secondsite::metrics::masks
