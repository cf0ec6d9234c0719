#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric lesion_fraction() {
  return mean_of_measure({.id = "lesion_fraction",
                          .title = "Lesion fraction",
                          .question = "Which share of the image is the reference mask?",
                          .definition = "Reference voxels over all voxels of the image. The mean "
                                        "over cases where it is defined.",
                          .reference = "Maier-Hein et al. 2024, doi:10.1038/s41592-023-02151-z",
                          .family = Family::segmentation,
                          .better = Better::higher},
                         Range::not_negative);
}

}  // namespace secondsite::metrics::masks
