#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code losses_codes[] = {
    {"loss.uneven-columns",
     "Probabilities, reference, gradient or distances of one loss differ in length, or do not "
     "divide into planes of equal length, one a class.",
     "Hand over one plane a class, one after the other, each as long as the image."},
    {"loss.not-a-probability",
     "A loss was handed a number outside 0 to 1, or one that is not a number.",
     "Apply the sigmoid or softmax first; look for a step size that made the network diverge."},
    {"loss.bad-option", "An option of a loss lies outside what it may be.",
     "The message names the option and its range."},
    {"sampler.uneven-columns",
     "Lesions, scores or valid voxels that a sampler was handed are not one a voxel of the image.",
     "Hand over arrays of one image, x fastest, each as long as the image."},
    {"sampler.bad-score", "A score that hard negatives are drawn by is below 0 or no number.",
     "Hand over probabilities, or losses: numbers from 0 on."},
    {"sampler.bad-option", "An option of a sampler lies outside what it may be.",
     "The message names the option and its range."},
    {"sampler.nothing-to-draw", "No voxel of an image may be the centre of a patch.",
     "Look at the valid voxels: none is set."},
};
}  // namespace

CodeGroup losses() {
  return {"losses", losses_codes};
}

}  // namespace secondsite::core::codes
