/* A loss and its gradient from C, on the caller's own arrays.
 *
 * The build makes it as `example_losses`; it prints each loss with its value and the gradient at
 * one voxel, and fails where a small step does not change the value as the gradient says. */

#include <math.h>
#include <stdio.h>

#include "secondsite/metrics/losses/c_interface.h"

#define VOXELS 8

int main(void) {
  /* A lesion of three voxels in a row of eight; the network is unsure at its right edge. */
  float probability[VOXELS] = {0.05f, 0.1f, 0.8f, 0.9f, 0.4f, 0.3f, 0.05f, 0.02f};
  const float reference[VOXELS] = {0, 0, 1, 1, 1, 0, 0, 0};
  const float distance_mm[VOXELS] = {2, 1, -1, -2, -1, 1, 2, 3};
  const float step = 1e-3f;
  float gradient[VOXELS];
  char message[200];
  secondsite_loss_options options;
  size_t i;
  secondsite_loss_defaults(&options);
  for (i = 0; i < secondsite_loss_count(); ++i) {
    const char* name = secondsite_loss_name(i);
    const float before = probability[4];
    double value = 0;
    double up = 0;
    double down = 0;
    int failed = secondsite_loss_f32(name, probability, reference, distance_mm, 1, VOXELS, &options,
                                     &value, gradient, message, sizeof message);
    probability[4] = before + step;
    failed |= secondsite_loss_f32(name, probability, reference, distance_mm, 1, VOXELS, &options,
                                  &up, NULL, message, sizeof message);
    probability[4] = before - step;
    failed |= secondsite_loss_f32(name, probability, reference, distance_mm, 1, VOXELS, &options,
                                  &down, NULL, message, sizeof message);
    probability[4] = before;
    if (failed) {
      fprintf(stderr, "%s: %s\n", name, message);
      return 1;
    }
    printf("%-18s %9.6f   gradient at the unsure voxel %9.6f\n", name, value, gradient[4]);
    if (fabs((up - down) / (2.0 * step) - gradient[4]) > 1e-3 * (1 + fabs(gradient[4]))) return 1;
  }
  return secondsite_loss_f32("no_such_loss", probability, reference, NULL, 1, VOXELS, NULL, NULL,
                             NULL, message, sizeof message) == 1
             ? 0
             : 1;
}
