#include "secondsite/metrics/support/sampler_kernel.h"

namespace secondsite::metrics::samplers {

Sampler uniform() {
  return {.id = "uniform",
          .title = "Uniform",
          .definition =
              "Any valid voxel is the centre of a patch as often as any other, lesion or not: what "
              "the others are held against.",
          .reference = "none: a plain draw",
          .needs_score = false,
          .open = [](const SamplerInput& input, const SamplerOptions& options) {
            return open_sampler(input, options, {.lesions = false});
          }};
}

}  // namespace secondsite::metrics::samplers
