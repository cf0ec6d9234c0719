#include "secondsite/metrics/support/sampler_kernel.h"

namespace secondsite::metrics::samplers {

Sampler hard_negative() {
  return {
      .id = "hard_negative",
      .title = "Hard negatives",
      .definition =
          "As lesion-aware, and a share of the background patches is drawn in proportion to the "
          "model's score to the power of the hardness, so where it errs.",
      .reference = "Shrivastava et al. 2016, doi:10.1109/CVPR.2016.89",
      .needs_score = true,
      .open = [](const SamplerInput& input, const SamplerOptions& options) {
        return open_sampler(input, options, {.hard = true});
      }};
}

}  // namespace secondsite::metrics::samplers
