#include "secondsite/metrics/support/calibration_input.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"

namespace secondsite::metrics {
namespace {

void check_unit_range(stats::Estimate& estimate, const Cases& cases) {
  const auto outside = static_cast<std::uint64_t>(std::count_if(
      cases.score.begin(), cases.score.end(), [](double score) { return score < 0 || score > 1; }));
  if (outside == 0) return;
  const auto [lowest, highest] = std::minmax_element(cases.score.begin(), cases.score.end());
  mark_absent(estimate, "calibration.score-outside-unit",
              core::grouped(outside) + " of " + core::grouped(estimate.n) +
                  " scores lie outside 0 to 1 (lowest " + core::exact(*lowest) + ", highest " +
                  core::exact(*highest) +
                  "): they can be ranked, but they are not probabilities, so calibration has no "
                  "meaning for them");
}

}  // namespace

stats::Estimate begin_calibration(std::string_view id, const Cases& cases,
                                  const MetricOptions& options, Needs needs) {
  stats::Estimate estimate = begin_estimate(id, cases, options);
  if (!estimate.absent_code.empty()) return estimate;
  check_unit_range(estimate, cases);
  const bool no_positive = estimate.n_positive == 0;
  const bool no_negative = estimate.n_positive == estimate.n;
  if (needs == Needs::a_positive && no_positive) {
    mark_absent(estimate, "metric.one-class",
                "none of the " + core::counted(estimate.n, "case") + " is positive");
  } else if (needs >= Needs::both_classes && (no_positive || no_negative)) {
    mark_absent(estimate, "metric.one-class",
                std::string(no_positive ? "none" : "every one") + " of the " +
                    core::counted(estimate.n, "case") + " is positive; both classes are needed");
  } else if (needs == Needs::varied_scores_of_both_classes) {
    const auto [low, high] = std::minmax_element(cases.score.begin(), cases.score.end());
    if (*low == *high)
      mark_absent(estimate, "calibration.constant-score",
                  "every score is " + core::exact(*low) + ", so no slope can be fitted");
  }
  return estimate;
}

void set_influence_interval(stats::Estimate& estimate, const Influence& influence,
                            const Cases& cases, Scale scale, double lowest, double highest) {
  estimate.value = influence.value;
  set_errors(estimate, cases, influence);
  if (!(estimate.standard_error > 0)) return;
  estimate.interval =
      scale == Scale::identity
          ? clipped_wald(estimate.value, estimate.standard_error, estimate.level, lowest, highest)
          : interval_on(scale, estimate.value, estimate.standard_error, estimate.level);
}

std::string variance_over(const Cases& cases) {
  return cases.is_clustered() ? "influences summed by patient" : "influences of independent cases";
}

}  // namespace secondsite::metrics
