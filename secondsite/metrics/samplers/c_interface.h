/* The samplers for C, and for whatever calls C: the caller's arrays are used as they lie, and must
 * stay until the sampler is closed. Arrays have one number a voxel, x fastest. */
#ifndef SECONDSITE_METRICS_SAMPLERS_C_INTERFACE_H
#define SECONDSITE_METRICS_SAMPLERS_C_INTERFACE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* As SamplerOptions in sampler.h says. `size` is sizeof(secondsite_sampler_options). */
typedef struct secondsite_sampler_options {
  size_t size;
  uint32_t patch[3];
  double lesion_share;
  const double* size_edges_mm; /* NULL: 6 and 10 mm */
  size_t size_edges;
  const double* stratum_weights; /* size_edges + 1 of them, or NULL */
  double hard_share;
  double hardness;
  uint64_t seed;
  uint64_t image_key;
} secondsite_sampler_options;

typedef struct secondsite_patch {
  int64_t low[3];
  uint32_t centre[3];
  uint32_t kind; /* 0 background, 1 lesion, 2 hard negative */
  uint32_t lesion;
  uint32_t stratum;
} secondsite_patch;

typedef struct secondsite_sampler secondsite_sampler;

void secondsite_sampler_defaults(secondsite_sampler_options* options);

/* The names of the samplers: 0 … count − 1; NULL beyond. */
size_t secondsite_sampler_count(void);
const char* secondsite_sampler_name(size_t index);

/* Prepares one image of size[0] × size[1] × size[2] voxels. `score` is needed by "hard_negative"
 * alone, `valid` may be NULL, `options` may be NULL for the defaults. Returns NULL with a
 * terminated sentence in `message` (at most message_size bytes; may be NULL) where it cannot. */
secondsite_sampler* secondsite_sampler_open(const char* name, const uint32_t size[3],
                                            const double spacing_mm[3], const uint8_t* lesion,
                                            const float* score, const uint8_t* valid,
                                            const secondsite_sampler_options* options,
                                            char* message, size_t message_size);
/* Patches first … first + count − 1. May be called from several threads at once. */
void secondsite_sampler_draw(const secondsite_sampler* sampler, uint64_t first, size_t count,
                             secondsite_patch* patches);
void secondsite_sampler_close(secondsite_sampler* sampler);

#ifdef __cplusplus
}
#endif

#endif
