#include "secondsite/metrics/support/calibration_ece.h"

#include "secondsite/core/text.h"
#include "secondsite/metrics/support/calibration_draws.h"

namespace secondsite::metrics {
namespace {

// The columns that are binned, and their bins.
struct View {
  TopClass top;  // holds the columns where they are made here
  std::span<const double> score;
  std::span<const std::uint8_t> outcome;
  Binned binned;
};

View view_of(EceOf what, BinRule rule, const Cases& cases, unsigned bins) {
  View view;
  view.score = cases.score;
  view.outcome = cases.positive;
  if (what == EceOf::top_class) {
    view.top = top_class(cases);
    view.score = view.top.confidence;
    view.outcome = view.top.correct;
  }
  view.binned = bin_cases(view.score, view.outcome, bins, rule);
  return view;
}

double binned_error(EceKind kind, const Binned& binned) {
  switch (kind) {
    case EceKind::debiased:
      return debiased_calibration_error(binned);
    case EceKind::maximum:
      return maximum_calibration_error(binned);
    default:
      return expected_calibration_error(binned);
  }
}

std::string null_sentence(const NullError& null, double level) {
  return "ECE of a perfectly calibrated model with these scores: " + core::fixed(null.mean, 4) +
         " on average, " + core::fixed(100 * level, 0) + " % of draws " +
         core::fixed(null.band.lower, 4) + " to " + core::fixed(null.band.upper, 4) + " (" +
         core::grouped(null.draws) + " draws" +
         (null.inflation > 1 ? ", widened by a design effect of " + core::fixed(null.inflation, 2)
                             : std::string()) +
         ")";
}

constexpr std::string_view interval_note =
    "of the calibration error itself, by inverting a test: which multiples of the bins' gaps, "
    "redrawn with "
    "their covariance by patient or case, could have given this ECE; resampled percentiles would "
    "sit "
    "too high, because a resampled ECE is biased upward";

// ECE = Σ |(Σ over the bin's cases of outcome − score)/n|, so each case moves one bin's gap.
stats::Interval interval_of(const Cases& cases, const View& view, const MetricOptions& options) {
  const std::size_t bins = view.binned.bins.size();
  std::vector<double> gaps;
  for (const Bin& bin : view.binned.bins) gaps.push_back(bin.n / view.binned.n * bin.gap());
  const auto row_of = [&](std::size_t i, std::span<double> row) {
    for (std::size_t k = 0; k < bins; ++k) row[k] = -gaps[k] / view.binned.n;
    row[view.binned.bin_of[i]] += (view.outcome[i] - view.score[i]) / view.binned.n;
  };
  const auto noise = normal_draws(row_of, bins, cases, options.replicates, options);
  return inverted_interval(
      gaps, noise,
      [](std::span<double> gap) {
        double sum = 0;
        for (const double g : gap) sum += std::abs(g);
        return sum;
      },
      options.level);
}

}  // namespace

stats::Estimate ece_estimate(std::string_view id, EceKind kind, BinRule rule, EceOf what,
                             const Cases& cases, const MetricOptions& options) {
  stats::Estimate estimate = begin_calibration(id, cases, options, Needs::any_case);
  if (!estimate.absent_code.empty()) return estimate;
  const View view = view_of(what, rule, cases, std::max(1U, options.bins));
  estimate.value = binned_error(kind, view.binned);
  estimate.definitions = {{"bins", std::to_string(view.binned.bins.size()) + " with cases, of " +
                                       std::to_string(std::max(1U, options.bins)) + "; " +
                                       std::string(describe(rule))}};
  if (what == EceOf::top_class)
    estimate.definitions.push_back(
        {"score", "max(p, 1 - p) against whether that class was right; 0.5 predicts negative"});
  if (kind == EceKind::maximum) {
    estimate.method = "largest gap of a bin";
    estimate.definitions.push_back(
        {"interval", "none: the largest of noisy gaps is no smooth statistic"});
    return estimate;
  }
  const double plain = expected_calibration_error(view.binned);
  const NullError null =
      null_calibration_error(cases, view.score, view.outcome, view.binned, plain, options);
  if (kind == EceKind::expected_if_calibrated) {
    estimate.value = null.mean;
    estimate.interval = null.band;
    estimate.method =
        "outcomes drawn with the scores as their chances, binned alike; the interval is "
        "the band of the draws, not a confidence interval";
    return estimate;
  }
  estimate.test = stats::TestResult{.method = "draws from a perfectly calibrated model",
                                    .statistic = plain,
                                    .p_value = null.p_value,
                                    .alternative = "greater"};
  estimate.definitions.push_back({"null", null_sentence(null, options.level)});
  estimate.method = kind == EceKind::debiased
                        ? "binned gaps less their expected chance part (normal limit)"
                        : "binned gaps, weighted by cases";
  estimate.interval = interval_of(cases, view, options);
  estimate.definitions.push_back({"interval", std::string(interval_note)});
  return estimate;
}

}  // namespace secondsite::metrics
