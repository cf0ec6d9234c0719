#include <cmath>

#include "secondsite/guide/overlap.h"
#include "secondsite/guide/printed.h"

namespace secondsite::guide::passages {
namespace {

core::Result<PassageResult> recompute_losses(const PassageInput&) {
  // Ten voxels: 3 found, 2 too many, 1 missed.
  const std::vector<std::uint8_t> predicted{1, 1, 1, 1, 1, 0, 0, 0, 0, 0};
  const std::vector<std::uint8_t> reference{1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
  const std::vector<std::uint8_t> nothing(10, 0);
  const double by_sets = dice(predicted, reference);
  const double f1 = 2.0 * 3 / (2.0 * 3 + 2 + 1);
  PassageResult result;
  result.numbers.push_back(statement("Dice is F1", "Dice / F1", std::abs(by_sets - f1) < 1e-15,
                                     by_sets, "",
                                     "2|P and G|/(|P| + |G|) of two ten-voxel masks, "
                                     "against 2 TP/(2 TP + FP + FN)"));
  result.numbers.push_back(
      statement("Dice of predicting nothing", "built for imbalance", dice(nothing, reference) == 0,
                dice(nothing, reference), "", "the same reference, an empty prediction",
                "Where both masks are empty Dice is 0/0: state what it counts as."));
  const double easy = focal_loss(0.99, 2) / focal_loss(0.99, 0);
  const double hard = focal_loss(0.1, 2) / focal_loss(0.1, 0);
  result.numbers.push_back(statement(
      "focal loss down-weights easy negatives", "-(1 - p)^gamma log p",
      std::abs(easy - 1e-4) < 1e-12 && std::abs(hard - 0.81) < 1e-12, hard / easy, "times",
      "weight of p = 0.1 over weight of p = 0.99, gamma = 2: (0.9/0.01)^2",
      "The text gives no gamma; 2 is the value that its authors recommend. gamma = 0 is the "
      "cross-entropy."));
  const double lesion_share = 1.6e-6;
  const double easy_total = (1 - lesion_share) * focal_loss(0.99, 0);
  const double hard_total = lesion_share * focal_loss(0.1, 0);
  const double easy_focal = (1 - lesion_share) * focal_loss(0.99, 2);
  const double hard_focal = lesion_share * focal_loss(0.1, 2);
  result.numbers.push_back(statement(
      "share of the loss that easy negatives have", "otherwise dominate the gradient",
      easy_total / (easy_total + hard_total) > 0.99, 100 * easy_total / (easy_total + hard_total),
      "%", "cross-entropy, negatives at p = 0.99, the 5 mm nodule's voxels at p = 0.1",
      "With the focal loss (gamma = 2) it is still " +
          readable(100 * easy_focal / (easy_focal + hard_focal)) +
          " %: at one in six hundred thousand the focal loss alone does not suffice; sampling must "
          "help."));
  return result;
}

}  // namespace

Passage losses() {
  return {.id = "losses", .title = "Dice and focal loss", .order = 40, .run = recompute_losses};
}

}  // namespace secondsite::guide::passages
