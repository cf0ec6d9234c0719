#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric voxel_accuracy() {
  return mean_of_measure(
      {.id = "voxel_accuracy",
       .title = "Voxel accuracy",
       .question = "Which share of all voxels has the right label?",
       .definition =
           "Agreeing voxels over all voxels of the image. Nearly 1 for any small lesion: look at "
           "the accuracy of an empty mask beside it. The mean over cases where it is defined.",
       .reference = "Maier-Hein et al. 2024, doi:10.1038/s41592-023-02151-z",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
