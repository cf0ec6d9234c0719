#pragma once
// The EM iteration behind Dawid-Skene and STAPLE: a hidden category for each unit, and for each
// reader the chances of saying one thing where another is true. Works on patterns of readings and
// how often each occurs, so that its cost does not grow with the number of units or voxels.

#include "secondsite/labels/consensus.h"

namespace secondsite::labels {

struct LatentStart {
  // readers × q × q: P(said | true); rows need not be complete for categories never met.
  std::vector<double> confusion;
  std::vector<double> prevalence;  // of each category
};

struct LatentOptions {
  bool estimate_prevalence = true;  // false: the start's stays (STAPLE)
  double tolerance = 1e-8;
  unsigned most_rounds = 2000;
};

// Readings of different readers are taken as independent given the truth. Rounds begin with the
// expectation at the start values. `weight`: how often each pattern occurs.
Consensus fit_latent_classes(const stats::Ratings& ratings, std::span<const double> weight,
                             const LatentStart& start, const LatentOptions& options);

// Chances to begin with: `right` on the diagonal, the rest spread evenly.
std::vector<double> nearly_perfect(std::size_t readers, std::size_t categories, double right);

}  // namespace secondsite::labels
