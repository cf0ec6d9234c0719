#pragma once
// The registry of samplers that the metrics imply: where in an image a network is shown patches,
// when lesions are a millionth of it. One .cpp in this folder is one sampler.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/image/components.h"
#include "secondsite/image/volume.h"

namespace secondsite::metrics {

// One image, borrowed for as long as patches are drawn from it.
struct SamplerInput {
  image::Grid grid;
  std::span<const std::uint8_t> lesion;      // not 0 where a lesion is, one a voxel
  std::span<const float> score = {};         // the model's own, >= 0; only for hard negatives
  std::span<const std::uint8_t> valid = {};  // not 0 where a patch may be centred; empty: anywhere
};

struct SamplerOptions {
  std::array<std::uint32_t, 3> patch{96, 96, 96};  // voxels
  // The share of patches that are centred on a lesion. Exact in any first n patches, to one.
  double lesion_share = 0.5;
  // Lesions fall into strata by the diameter of the ball of equal volume, in mm: below the first
  // edge, between edges, from the last on. A stratum that has lesions is drawn by its weight, a
  // lesion within it as often as any other there, a voxel of it as often as any other.
  std::vector<double> size_edges_mm{6, 10};
  std::vector<double> stratum_weights;  // one more than edges; empty: all alike
  // Hard negatives: the share of background patches that are drawn by score^hardness; the others
  // are drawn from all background alike.
  double hard_share = 0.5;
  double hardness = 1;
  std::uint64_t seed = 20180321;
  std::uint64_t image_key = 0;  // the image's own: core::key_of(name)
};

// Why a patch was drawn.
enum class PatchKind : std::uint8_t { background = 0, lesion = 1, hard_negative = 2 };

struct Patch {
  // Its first voxel. A patch is moved into the image where it would leave it; along an axis on
  // which it is longer than the image it begins before it, evenly.
  std::array<std::int64_t, 3> low{};
  std::array<std::uint32_t, 3> centre{};  // the voxel that was drawn
  PatchKind kind = PatchKind::background;
  std::uint32_t lesion = 0;   // its number from 1, by first voxel, 26 neighbours; 0: none
  std::uint32_t stratum = 0;  // of that lesion
};

// What was prepared of one image: which patch is number n?
class PatchSampler {
 public:
  virtual ~PatchSampler() = default;
  // The same on any thread and whatever else was drawn.
  virtual Patch draw(std::uint64_t n) const = 0;
};

struct Sampler {
  std::string_view id;          // "lesion_aware"
  std::string_view title;       // "Lesion-aware"
  std::string_view definition;  // rule, edges
  std::string_view reference;   // citation
  bool needs_score = false;
  // Errors: "sampler.uneven-columns", "sampler.bad-option", "sampler.bad-score" (below 0 or no
  // number), "sampler.nothing-to-draw" (no voxel may be a centre). An image without a lesion gives
  // background alone, one without background lesions alone.
  std::function<core::Result<std::unique_ptr<PatchSampler>>(const SamplerInput&,
                                                            const SamplerOptions&)>
      open;
};

namespace samplers {
std::span<const Sampler> all();
}

}  // namespace secondsite::metrics
