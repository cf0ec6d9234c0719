#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric mask_cross_entropy() {
  return mean_of_measure(
      {.id = "mask_cross_entropy",
       .title = "Cross-entropy of voxels",
       .question = "How surprised are the probabilities by the truth, voxel by voxel?",
       .definition = "Mean -ln of the probability of what is there, in nats, p clipped at 1e-7; "
                     "only of probability maps. The mean over cases.",
       .reference = "Good 1952, doi:10.1111/j.2517-6161.1952.tb00104.x",
       .family = Family::segmentation,
       .better = Better::lower},
      Range::not_negative);
}

}  // namespace secondsite::metrics::masks
