#pragma once
// What the Brier score is made of. Murphy, J Appl Meteorol 1973;12:595,
// doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2; with the two terms that binning leaves over,
// so that the parts add up exactly: Stephenson, Coelho, Jolliffe, Weather Forecast 2008,
// doi:10.1175/2007WAF2006116.1.

#include "secondsite/metrics/support/calibration_bins.h"

namespace secondsite::metrics {

// brier = reliability − resolution + uncertainty + within_variance − 2 · within_covariance.
struct BrierParts {
  double brier = 0;              // mean (score − outcome)²
  double reliability = 0;        // Σ n_k/n (mean score − observed)²
  double resolution = 0;         // Σ n_k/n (observed − prevalence)²
  double uncertainty = 0;        // prevalence (1 − prevalence)
  double within_variance = 0;    // of the scores inside bins
  double within_covariance = 0;  // of scores and outcomes inside bins
};

// Every case must be in a bin.
BrierParts brier_parts(const Cases& cases, const Binned& binned);

}  // namespace secondsite::metrics
