#include "secondsite/metrics/support/calibration_hosmer_lemeshow.h"

#include <cmath>
#include <limits>

#include "secondsite/core/text.h"
#include "secondsite/metrics/support/calibration_input.h"
#include "secondsite/metrics/support/calibration_null.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::metrics {

HosmerLemeshow hosmer_lemeshow(const Binned& binned, unsigned fitted_parameters) {
  HosmerLemeshow out;
  out.chi_squared = 0;
  for (const Bin& bin : binned.bins) {
    const double difference = bin.positives - bin.score_sum;
    const double variance = bin.score_sum * (1 - bin.score_sum / bin.n);
    if (bin.score_sum < 5 || bin.n - bin.score_sum < 5) ++out.small_bins;
    if (variance > 0)
      out.chi_squared += difference * difference / variance;
    else if (difference != 0)
      out.chi_squared = std::numeric_limits<double>::infinity();
  }
  const double degrees = static_cast<double>(binned.bins.size()) - fitted_parameters;
  if (degrees < 1) return out;
  out.degrees_of_freedom = degrees;
  out.p_value = stats::chi_squared_upper(out.chi_squared, degrees);
  return out;
}

stats::Estimate hosmer_lemeshow_estimate(std::string_view id, BinRule rule, const Cases& cases,
                                         const MetricOptions& options) {
  stats::Estimate estimate = begin_calibration(id, cases, options, Needs::any_case);
  if (!estimate.absent_code.empty()) return estimate;
  const Binned binned = bin_cases(cases.score, cases.positive, std::max(1U, options.bins), rule);
  const HosmerLemeshow test = hosmer_lemeshow(binned, 0);
  const double inflation = gap_design_effect(cases, cases.score, cases.positive, binned);
  estimate.value = test.chi_squared;
  estimate.method = "Hosmer-Lemeshow chi-squared";
  if (inflation > 1) estimate.method += "; p-value of chi-squared over the bins' design effect";
  estimate.test = stats::TestResult{
      .method = estimate.method,
      .statistic = test.chi_squared / inflation,
      .degrees_of_freedom = test.degrees_of_freedom,
      .p_value = stats::chi_squared_upper(test.chi_squared / inflation, test.degrees_of_freedom),
      .alternative = "greater"};
  if (cases.is_clustered()) estimate.design_effect = inflation;
  estimate.definitions = {
      {"bins", std::to_string(binned.bins.size()) + "; " + std::string(describe(rule))},
      {"degrees of freedom",
       "the number of bins, as for a model that was not fitted on these cases (bins - 2 if it "
       "was)"},
      {"bins that expect fewer than 5", std::to_string(test.small_bins)},
      {"interval", "none: a test statistic"}};
  return estimate;
}

}  // namespace secondsite::metrics
