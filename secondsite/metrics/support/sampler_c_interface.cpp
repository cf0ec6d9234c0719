#include "secondsite/core/registry.h"
#include "secondsite/metrics/samplers/c_interface.h"
#include "secondsite/metrics/samplers/sampler.h"
#include "secondsite/metrics/support/c_message.h"

struct secondsite_sampler {
  std::unique_ptr<secondsite::metrics::PatchSampler> sampler;
};

namespace secondsite::metrics {
namespace {

using core::Error;
using core::Result;

Result<SamplerOptions> sampler_options_of(const secondsite_sampler_options* given) {
  SamplerOptions out;
  if (given == nullptr) return out;
  if (given->size != sizeof(secondsite_sampler_options))
    return Error("sampler.bad-option",
                 "options.size is " + std::to_string(given->size) + ", not " +
                     std::to_string(sizeof(secondsite_sampler_options)) +
                     "; fill the options with secondsite_sampler_defaults first");
  out.patch = {given->patch[0], given->patch[1], given->patch[2]};
  out.lesion_share = given->lesion_share;
  if (given->size_edges_mm != nullptr)
    out.size_edges_mm.assign(given->size_edges_mm, given->size_edges_mm + given->size_edges);
  if (given->stratum_weights != nullptr)
    out.stratum_weights.assign(given->stratum_weights,
                               given->stratum_weights + out.size_edges_mm.size() + 1);
  out.hard_share = given->hard_share;
  out.hardness = given->hardness;
  out.seed = given->seed;
  out.image_key = given->image_key;
  return out;
}

Result<std::unique_ptr<PatchSampler>> open(const char* name, const uint32_t* size,
                                           const double* spacing_mm, const uint8_t* lesion,
                                           const float* score, const uint8_t* valid,
                                           const secondsite_sampler_options* given) {
  if (name == nullptr || size == nullptr || spacing_mm == nullptr || lesion == nullptr)
    return Error("sampler.uneven-columns",
                 "the name, the size, the spacing or the lesions are NULL");
  const auto sampler = core::find_entry(samplers::all(), name, "sampler");
  if (!sampler) return sampler.error();
  const auto options = sampler_options_of(given);
  if (!options) return options.error();
  SamplerInput input;
  input.grid.size = {size[0], size[1], size[2]};
  input.grid.spacing_mm = {spacing_mm[0], spacing_mm[1], spacing_mm[2]};
  // Each product fits: sizes have 32 bits, and the first two are held against what indices can.
  if (std::uint64_t{size[0]} * size[1] > 0xffffffffU ||
      std::uint64_t{size[0]} * size[1] * size[2] > 0xffffffffU)
    return Error("sampler.uneven-columns", "the image has more than 4,294,967,295 voxels");
  const std::size_t voxels = input.grid.voxels();
  input.lesion = {lesion, voxels};
  if (score != nullptr) input.score = {score, voxels};
  if (valid != nullptr) input.valid = {valid, voxels};
  return (*sampler)->open(input, *options);
}

}  // namespace
}  // namespace secondsite::metrics

using namespace secondsite::metrics;  // NOLINT: what follows is C

void secondsite_sampler_defaults(secondsite_sampler_options* options) {
  if (options == nullptr) return;
  const SamplerOptions defaults;
  *options = {sizeof(secondsite_sampler_options),
              {defaults.patch[0], defaults.patch[1], defaults.patch[2]},
              defaults.lesion_share,
              nullptr,
              0,
              nullptr,
              defaults.hard_share,
              defaults.hardness,
              defaults.seed,
              defaults.image_key};
}

size_t secondsite_sampler_count(void) {
  return samplers::all().size();
}

const char* secondsite_sampler_name(size_t index) {
  return index < samplers::all().size() ? samplers::all()[index].id.data() : nullptr;
}

secondsite_sampler* secondsite_sampler_open(const char* name, const uint32_t size[3],
                                            const double spacing_mm[3], const uint8_t* lesion,
                                            const float* score, const uint8_t* valid,
                                            const secondsite_sampler_options* options,
                                            char* message, size_t message_size) {
  put_message("", message, message_size);
  auto opened = open(name, size, spacing_mm, lesion, score, valid, options);
  if (opened) return new secondsite_sampler{std::move(*opened)};
  put_message(opened.error().what(), message, message_size);
  return nullptr;
}

void secondsite_sampler_draw(const secondsite_sampler* sampler, uint64_t first, size_t count,
                             secondsite_patch* patches) {
  if (sampler == nullptr || patches == nullptr) return;
  for (size_t k = 0; k < count; ++k) {
    const Patch patch = sampler->sampler->draw(first + k);
    patches[k] = {{patch.low[0], patch.low[1], patch.low[2]},
                  {patch.centre[0], patch.centre[1], patch.centre[2]},
                  static_cast<uint32_t>(patch.kind),
                  patch.lesion,
                  patch.stratum};
  }
}

void secondsite_sampler_close(secondsite_sampler* sampler) {
  delete sampler;
}
