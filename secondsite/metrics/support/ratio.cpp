#include "secondsite/metrics/support/ratio.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "secondsite/metrics/support/calibration_bootstrap.h"
#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/edge_interval.h"
#include "secondsite/metrics/support/scale.h"

namespace secondsite::metrics {

Influence influence_of(const Ratio& ratio) {
  Influence out;
  const double top = std::accumulate(ratio.top.begin(), ratio.top.end(), 0.0);
  const double bottom = std::accumulate(ratio.bottom.begin(), ratio.bottom.end(), 0.0);
  out.takes_part = ratio.takes_part;
  out.per_case.assign(ratio.top.size(), 0);
  if (!(bottom > 0)) return out;
  out.value = top / bottom;
  for (std::size_t i = 0; i < out.per_case.size(); ++i)
    out.per_case[i] = (ratio.top[i] - out.value * ratio.bottom[i]) / bottom;
  return out;
}

std::vector<double> replicates_of(const Ratio& ratio, const Cases& cases,
                                  const PatientWeights& weights, const MetricOptions& options) {
  const SumsMetric sums{{ratio.top, ratio.bottom}, [](std::span<const double> s) {
                          return s[1] > 0 ? s[0] / s[1] : stats::unknown;
                        }};
  return replicates_of(sums, cases, weights, options);
}

void count_taking_part(stats::Estimate& estimate, const Cases& cases,
                       const std::vector<std::uint8_t>& takes_part) {
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> patient;
  for (std::size_t i = 0; i < takes_part.size(); ++i) {
    if (takes_part[i] == 0) continue;
    positive.push_back(cases.positive[i]);
    if (cases.is_clustered()) patient.push_back(cases.patient[i]);
  }
  const Counts counts = count(
      {.score = {}, .positive = positive, .patient = patient, .patient_key = cases.patient_key});
  estimate.n = counts.n;
  estimate.n_positive = counts.n_positive;
  estimate.n_clusters = counts.n_clusters;
}

void set_ratio(stats::Estimate& estimate, const Ratio& ratio, const Cases& cases,
               const MetricOptions& options, Range range, std::string what) {
  const Influence influence = influence_of(ratio);
  estimate.value = influence.value;
  set_errors(estimate, cases, influence);
  const double degrees = interval_degrees(estimate, cases, influence, options);
  const double error = estimate.standard_error;
  const bool on_logit = range == Range::fraction && estimate.value > 0 && estimate.value < 1;
  estimate.method = std::move(what) + "; " +
                    (cases.is_clustered() ? "variance by patient" : "variance by case") +
                    (on_logit ? "; logit interval" : "; interval on its own scale");
  if (error > 0) {
    estimate.interval = interval_on(on_logit ? Scale::logit : Scale::identity, estimate.value,
                                    error, options.level, degrees);
    if (range != Range::any) estimate.interval.lower = std::max(0.0, estimate.interval.lower);
  } else if (range == Range::fraction && error == 0) {
    use_edge_interval(estimate, static_cast<double>(unit_sums(cases, influence).size()));
  }
  use_bootstrap_if_asked(
      estimate, cases, options, influence,
      [&](const Cases& own, const PatientWeights& weights, const MetricOptions& asked) {
        return replicates_of(ratio, own, weights, asked);
      });
}

}  // namespace secondsite::metrics
