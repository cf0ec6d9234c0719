#include "secondsite/metrics/support/sampler_kernel.h"

namespace secondsite::metrics::samplers {

Sampler lesion_aware() {
  return {
      .id = "lesion_aware",
      .title = "Lesion-aware",
      .definition =
          "A share of patches is centred on lesions: a stratum of size by its weight, a lesion of "
          "it, a voxel of that; the others on any background voxel.",
      .reference =
          "Ronneberger et al. 2015, doi:10.1007/978-3-319-24574-4_28; Isensee et al. 2021, "
          "doi:10.1038/s41592-020-01008-z",
      .needs_score = false,
      .open = [](const SamplerInput& input, const SamplerOptions& options) {
        return open_sampler(input, options, {});
      }};
}

}  // namespace secondsite::metrics::samplers
