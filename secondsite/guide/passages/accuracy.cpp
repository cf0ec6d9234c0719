#include <cmath>

#include "secondsite/guide/lesion.h"
#include "secondsite/guide/printed.h"

namespace secondsite::guide::passages {
namespace {

core::Result<PassageResult> recompute_accuracy(const PassageInput&) {
  const double fraction = sphere_mm3(5) / chest_ct().volume_mm3();
  PassageResult result;
  result.numbers.push_back(compare(
      {"accuracy of predicting no lesion anywhere", "99.9998 %", "99.9998"}, 100 * (1 - fraction),
      "%", "1 - fraction of the 5 mm nodule",
      "The same mask has Dice 0 and sensitivity 0: of the nodule's " +
          readable(std::round(sphere_mm3(5) / chest_ct().voxel_mm3())) + " voxels none is found."));
  return result;
}

}  // namespace

Passage accuracy() {
  return {.id = "accuracy",
          .title = "The accuracy of \"no lesion\"",
          .order = 30,
          .run = recompute_accuracy};
}

}  // namespace secondsite::guide::passages
