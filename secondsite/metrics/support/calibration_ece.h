#pragma once
// The family of binned calibration errors as estimates: one function, the entries choose.

#include "secondsite/metrics/support/calibration_bins.h"
#include "secondsite/metrics/support/calibration_input.h"
#include "secondsite/metrics/support/calibration_null.h"

namespace secondsite::metrics {

enum class EceKind {
  plain,                   // Σ n_k/n |gap_k|
  debiased,                // less what chance alone adds
  maximum,                 // the largest |gap_k|
  expected_if_calibrated,  // the mean of plain over draws from the scores themselves, its band as
                           // interval
};

// What is binned: the scores, or the predicted class's confidence against whether it was right.
enum class EceOf { positive_class, top_class };

stats::Estimate ece_estimate(std::string_view id, EceKind kind, BinRule rule, EceOf what,
                             const Cases& cases, const MetricOptions& options);

}  // namespace secondsite::metrics
