#pragma once
// Do observed and expected counts agree, bin by bin? Hosmer, Lemeshow, Commun Stat Theory Methods
// 1980;9:1043, doi:10.1080/03610928008827941.

#include "secondsite/metrics/support/calibration_bins.h"

namespace secondsite::metrics {

struct HosmerLemeshow {
  double chi_squared =
      stats::unknown;  // Σ (O − E)²/(E (1 − E/n)); a bin whose E is 0 or n and O = E adds 0
  double degrees_of_freedom = stats::unknown;
  double p_value = stats::unknown;
  unsigned small_bins = 0;  // bins that expect fewer than 5 positives or 5 negatives
};

// `fitted_parameters`: 0 for a model that never saw these cases (external evaluation: as many
// degrees as bins), 2 for one that was fitted on them. A bin whose expectation is 0 or n but whose
// count is not makes χ² infinite.
HosmerLemeshow hosmer_lemeshow(const Binned& binned, unsigned fitted_parameters);

// χ² and its p-value as a registry entry gives it. Where patients have several cases, the p-value
// is that of χ² divided by the bins' average design effect (first-order correction: Rao, Scott,
// JASA 1981;76:221, doi:10.1080/01621459.1981.10477633).
stats::Estimate hosmer_lemeshow_estimate(std::string_view id, BinRule rule, const Cases& cases,
                                         const MetricOptions& options);

}  // namespace secondsite::metrics
