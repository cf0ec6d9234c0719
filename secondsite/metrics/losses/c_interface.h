/* The losses for C, and for whatever calls C: a binding hands over its own arrays, and nothing is
 * copied. Arrays hold `classes` planes of `voxels` numbers, one after the other. */
#ifndef SECONDSITE_METRICS_LOSSES_C_INTERFACE_H
#define SECONDSITE_METRICS_LOSSES_C_INTERFACE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* As LossOptions in loss.h says. `size` is sizeof(secondsite_loss_options), so that a caller that
 * was compiled against another struct is told so. */
typedef struct secondsite_loss_options {
  size_t size;
  double smooth;
  int squared;
  double false_positive_cost;
  double false_negative_cost;
  double gamma;
  double tversky_gamma;
  double alpha;
  double balance;
  double clip;
  const double* class_counts; /* one a class, or NULL */
  unsigned threads;
} secondsite_loss_options;

void secondsite_loss_defaults(secondsite_loss_options* options);

/* The names of the losses: 0 … count − 1; NULL beyond. */
size_t secondsite_loss_count(void);
const char* secondsite_loss_name(size_t index);

/* The value of the loss `name`, and its gradient where `gradient` is not NULL. `distance` may be
 * NULL but for "boundary"; `options` may be NULL for the defaults. Returns 0, or 1 with a
 * terminated sentence in `message` (at most message_size bytes; may be NULL). */
int secondsite_loss_f32(const char* name, const float* probability, const float* reference,
                        const float* distance, size_t classes, size_t voxels,
                        const secondsite_loss_options* options, double* value, float* gradient,
                        char* message, size_t message_size);
int secondsite_loss_f64(const char* name, const double* probability, const double* reference,
                        const double* distance, size_t classes, size_t voxels,
                        const secondsite_loss_options* options, double* value, double* gradient,
                        char* message, size_t message_size);

#ifdef __cplusplus
}
#endif

#endif
