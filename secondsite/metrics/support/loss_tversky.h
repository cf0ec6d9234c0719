#pragma once
// The Tversky index of each class, and what a loss on it needs of its derivative.

#include "secondsite/metrics/support/loss_kernel.h"

namespace secondsite::metrics {

// (TP + smooth) / (TP + a · FP + b · FN + smooth) with TP = Σpg, FP = Σp − Σpg, FN = Σg − Σpg.
struct TverskyIndex {
  double value = 1;  // 1 where nothing is there, nothing predicted and smooth is 0
  ClassSlope slope;  // of the index
};
TverskyIndex tversky_index(const ClassSums& sums, const LossOptions& options);

}  // namespace secondsite::metrics
