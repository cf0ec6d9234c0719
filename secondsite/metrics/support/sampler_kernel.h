#pragma once
// What samplers share: lesions by size, background by row, and one rule that draws from both.

#include <memory>

#include "secondsite/metrics/samplers/sampler.h"

namespace secondsite::metrics {

// How a sampler uses the options.
struct SamplerRule {
  bool lesions = true;  // a share of patches is centred on lesions
  bool hard = false;    // a share of the background is drawn by score
};

core::Result<std::unique_ptr<PatchSampler>> open_sampler(const SamplerInput& input,
                                                         const SamplerOptions& options,
                                                         SamplerRule rule);

}  // namespace secondsite::metrics
