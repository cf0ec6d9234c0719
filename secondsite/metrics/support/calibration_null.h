#pragma once
// How large would the binned calibration error be if the model were perfectly calibrated? Never 0:
// each bin's count of positives scatters. Without that yardstick an ECE cannot be read. (Bröcker,
// Smith 2007, doi:10.1175/WAF993.1, draw the same idea as consistency bars.)

#include <span>
#include <vector>

#include "secondsite/metrics/support/calibration_bins.h"

namespace secondsite::metrics {

// The number of successes of independent trials with these chances (Poisson binomial), by its exact
// distribution where the variance is at most 100, else by its normal limit with skewness
// (Cornish–Fisher).
class SuccessCount {
 public:
  explicit SuccessCount(std::span<const double> chances);

  double mean() const { return mean_; }
  double variance() const { return variance_; }
  // The value that a fraction `u` (0 < u < 1) of draws does not exceed.
  double quantile(double u) const;
  // E|count − mean|.
  double mean_deviation() const;

 private:
  double mean_ = 0;
  double variance_ = 0;
  double skewness_ = 0;
  std::size_t first_ = 0;  // cumulative_[j] = P(count ≤ first_ + j); empty: the normal limit
  std::vector<double> cumulative_;
};

// How much wider the bins' gaps scatter because patients have several cases: the variance of each
// bin's gap by patient over that by case, averaged with the bins' cases as weights; not below 1,
// and 1 without patients.
double gap_design_effect(const Cases& cases, std::span<const double> chances,
                         std::span<const std::uint8_t> outcome, const Binned& binned);

struct NullError {
  double mean = stats::unknown;
  stats::Interval band;             // the middle `level` of the draws
  double p_value = stats::unknown;  // (1 + draws that reach the observed error)/(1 + draws)
  double inflation = 1;  // how much wider the deviations are drawn for patients with several cases
  unsigned draws = 0;
};

// ECE under: each outcome is positive with its score as chance. `chances` are the scores that were
// binned (for the top class the confidences). Draws are keyed by bin and number, so row order does
// not matter. Patients' cases are not independent: the deviations are widened by the square root of
// the design effect of the bins' gaps (their average by cases, not below 1). `level` and number of
// draws (replicates) come from options.
NullError null_calibration_error(const Cases& cases, std::span<const double> chances,
                                 std::span<const std::uint8_t> outcome, const Binned& binned,
                                 double observed, const MetricOptions& options);

}  // namespace secondsite::metrics
