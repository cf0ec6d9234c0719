#pragma once
// Is the Brier score what these probabilities promise? Spiegelhalter, Stat Med 1986;5:421,
// doi:10.1002/sim.4780050506.

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// z = Σ (y − p)(1 − 2p) / √variance. Binomial: Σ (1 − 2p)² p (1 − p), the outcomes independent. By
// patient: Σ over patients of their summed terms, squared: it keeps its size where a patient's
// outcomes go together. NaN where the variance is 0 (every score 0, 0.5 or 1).
struct SpiegelhalterZ {
  double binomial = stats::unknown;
  double by_patient = stats::unknown;
};
SpiegelhalterZ spiegelhalter(const Cases& cases);

}  // namespace secondsite::metrics
