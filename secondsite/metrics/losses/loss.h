#pragma once
// The registry of losses that the metrics imply: what a network is trained on, with its gradient.
// Spans in, a number out; one .cpp in this folder is one loss.

#include <functional>
#include <span>
#include <string_view>

#include "secondsite/core/result.h"

namespace secondsite::metrics {

// One image or batch: `classes` planes of equal length, one after the other. Borrowed.
template <typename T>
struct LossInput {
  std::span<const T> probability;  // in [0, 1]: after the sigmoid or softmax
  std::span<const T> reference;    // in [0, 1]: 1 where the class is; soft labels are allowed
  // Boundary loss only: distance to the boundary of each class, in mm, negative inside it.
  std::span<const T> distance;
  std::size_t classes = 1;

  std::size_t voxels() const { return classes == 0 ? 0 : probability.size() / classes; }
};

struct LossOptions {
  double smooth = 1e-5;  // added to numerator and denominator of overlap ratios
  bool squared = false;  // soft Dice: Σp² + Σg² below the line (Milletari), else Σp + Σg
  // Tversky: the cost of a false positive and of a false negative. 0.5 and 0.5 is Dice.
  double false_positive_cost = 0.3;
  double false_negative_cost = 0.7;
  double gamma = 2;                // focal: how strongly easy voxels are played down
  double tversky_gamma = 4.0 / 3;  // focal Tversky: (1 − index)^(1 / gamma)
  double alpha = -1;  // focal, one class: weight of the positive class, in [0, 1]; negative: none
  double balance = 0.999;  // class-balanced cross-entropy: β in [0, 1)
  double clip = 1e-7;      // logarithms see probabilities within [clip, 1 − clip]
  // Class-balanced: samples of each class in the training set; empty: Σ of the reference plane.
  std::span<const double> class_counts;
  unsigned threads = 1;
};

struct Loss {
  std::string_view id;          // "soft_dice"
  std::string_view title;       // "Soft Dice"
  std::string_view definition;  // formula, edges
  std::string_view reference;   // citation with DOI
  bool needs_distance = false;
  // The value; where `gradient` is not empty (one entry a probability) it is overwritten by the
  // derivative with respect to each probability. Sums are taken in double over fixed chunks: the
  // same bytes on any number of threads. Errors: "loss.uneven-columns", "loss.not-a-probability",
  // "loss.bad-option".
  std::function<core::Result<double>(const LossInput<float>&, std::span<float> gradient,
                                     const LossOptions&)>
      of_float;
  std::function<core::Result<double>(const LossInput<double>&, std::span<double> gradient,
                                     const LossOptions&)>
      of_double;
};

namespace losses {
std::span<const Loss> all();
}

}  // namespace secondsite::metrics
