#include "secondsite/metrics/support/describe.h"

#include "secondsite/core/text.h"

namespace secondsite::metrics {

std::string_view name(Family family) {
  switch (family) {
    case Family::discrimination:
      return "discrimination";
    case Family::operating_point:
      return "operating point";
    case Family::calibration:
      return "calibration";
    case Family::utility:
      return "utility";
    case Family::segmentation:
      return "segmentation";
    case Family::detection:
      return "detection";
  }
  return "";
}

std::string_view name(Resampling resampling) {
  switch (resampling) {
    case Resampling::poisson:
      return "poisson";
    case Resampling::multinomial:
      return "multinomial";
    case Resampling::stratified:
      return "stratified";
  }
  return "";
}

std::string unit_of(const Cases& cases, const MetricOptions& options) {
  return cases.is_clustered() ? "patient" : options.unit;
}

void mark_absent(stats::Estimate& estimate, std::string code, std::string reason) {
  if (!estimate.absent_code.empty()) return;
  estimate.value = stats::unknown;
  estimate.absent_code = std::move(code);
  estimate.absent_reason = std::move(reason);
}

stats::Estimate begin_estimate(std::string_view metric, const Cases& cases,
                               const MetricOptions& options, bool needs_threshold,
                               bool needs_probability) {
  stats::Estimate out;
  out.metric = metric;
  out.level = options.level;
  out.unit = unit_of(cases, options);
  if (cases.score.empty()) {
    mark_absent(out, "metric.no-cases", "there are no cases");
    return out;
  }
  if (cases.positive.size() != cases.size() ||
      (cases.is_clustered() && cases.patient.size() != cases.size())) {
    mark_absent(out, "metric.uneven-columns",
                "there are " + std::to_string(cases.size()) + " scores, " +
                    std::to_string(cases.positive.size()) + " labels and " +
                    std::to_string(cases.patient.size()) + " patients");
    return out;
  }
  const Counts counts = count(cases);
  out.n = counts.n;
  out.n_positive = counts.n_positive;
  out.n_clusters = counts.n_clusters;
  std::size_t not_a_number = 0;
  std::size_t outside = 0;
  for (const double s : cases.score) {
    not_a_number += std::isnan(s) ? 1 : 0;
    outside += s < 0 || s > 1 ? 1 : 0;
  }
  if (not_a_number > 0) {
    mark_absent(out, "metric.score-not-a-number",
                std::to_string(not_a_number) + " of " + std::to_string(counts.n) +
                    " scores are not numbers");
  } else if (needs_threshold && (!options.threshold || std::isnan(*options.threshold))) {
    mark_absent(out, "metric.no-threshold", "no threshold was given or derived");
  } else if (needs_probability && outside > 0) {
    mark_absent(out, "metric.not-a-probability",
                std::to_string(outside) + " of " + std::to_string(counts.n) +
                    " scores lie outside 0 to 1, so they are not probabilities");
  }
  return out;
}

stats::Estimate begin_two_class_estimate(std::string_view metric, const Cases& cases,
                                         const MetricOptions& options, bool needs_threshold,
                                         bool needs_probability) {
  stats::Estimate out = begin_estimate(metric, cases, options, needs_threshold, needs_probability);
  if (!out.absent_code.empty()) return out;
  if (out.n_positive == 0 || out.n_positive == out.n)
    mark_absent(out, "metric.one-class",
                "all " + std::to_string(out.n) + " cases are " +
                    (out.n_positive == 0 ? "negative" : "positive"));
  return out;
}

void set_errors(stats::Estimate& estimate, const Cases& cases, const Influence& influence) {
  const double by_patient = variance(cases, influence, Unit::patient);
  estimate.standard_error = std::sqrt(by_patient);
  if (cases.is_clustered()) {
    const double by_case = variance(cases, influence, Unit::one_case);
    if (by_case > 0) estimate.design_effect = by_patient / by_case;
  }
  if (std::isnan(by_patient))
    estimate.definitions.push_back({"interval", "none: a variance needs at least two " +
                                                    estimate.unit +
                                                    "s in each class that the metric looks at"});
}

double interval_degrees(stats::Estimate& estimate, const Cases& cases, const Influence& influence,
                        const MetricOptions& options) {
  if (options.plain_wald || options.reference.value_or(Reference::student) == Reference::normal)
    return stats::unknown;
  const double degrees = degrees_of_freedom(cases, influence, Unit::patient);
  if (std::isfinite(degrees))
    estimate.definitions.push_back({"quantile", "Student, " + core::fixed(degrees, 1) +
                                                    " degrees of freedom (Satterthwaite)"});
  return degrees;
}

}  // namespace secondsite::metrics
