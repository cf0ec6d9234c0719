#pragma once
// The four counts at a threshold, in the sample and in each bootstrap replicate.

#include <cstdint>
#include <vector>

#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/bootstrap.h"

namespace secondsite::metrics {

// Also used for derivatives with respect to the counts.
struct Confusion {
  double true_positive = 0;
  double false_positive = 0;
  double false_negative = 0;
  double true_negative = 0;

  double positives() const { return true_positive + false_negative; }
  double negatives() const { return false_positive + true_negative; }
  double called() const { return true_positive + false_positive; }  // called positive
  double not_called() const { return false_negative + true_negative; }
  double all() const { return positives() + negatives(); }
  double sensitivity() const { return true_positive / positives(); }
  double specificity() const { return true_negative / negatives(); }
};

// A case is called positive where score >= threshold.
Confusion confusion(const Cases& cases, double threshold);

// The member of `confusion` that a case with these two answers belongs to.
inline double cell(const Confusion& c, bool positive, bool called) {
  if (positive) return called ? c.true_positive : c.false_negative;
  return called ? c.false_positive : c.true_negative;
}

// The counts of every replicate, exact.
std::vector<Confusion> confusion_replicates(const Cases& cases, double threshold,
                                            const PatientWeights& weights, unsigned threads);

}  // namespace secondsite::metrics
