#include "secondsite/metrics/support/predictive_value.h"

#include "secondsite/core/random.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/operating_point.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/proportion.h"

namespace secondsite::metrics {
namespace {

double logit(double p) {
  return std::log(p) - std::log1p(-p);
}
double expit(double x) {
  return 1 / (1 + std::exp(-x));
}

// log of the odds that a call (an answer "no") is right, but for the prevalence.
double log_ratio(PredictiveValue which, double s, double c) {
  return which == PredictiveValue::positive ? std::log(s) - std::log(1 - c)
                                            : std::log(c) - std::log(1 - s);
}
double log_prior(PredictiveValue which, double p) {
  return which == PredictiveValue::positive ? logit(p) : -logit(p);
}

// Written with ratios of fractions so that s = 0 and c = 1 need no limit. 0/0 is NaN.
double value_at(PredictiveValue which, double s, double c, double p) {
  const bool is_positive = which == PredictiveValue::positive;
  const double right = is_positive ? s * p : c * (1 - p);
  const double wrong = is_positive ? (1 - c) * (1 - p) : (1 - s) * p;
  return right / (right + wrong);
}

bool has_prevalence(const MetricOptions& options) {
  return options.prevalence && *options.prevalence > 0 && *options.prevalence < 1;
}

double prevalence_variance(const MetricOptions& options) {  // of its logit
  if (!options.prevalence_trials) return 0;
  const double p = *options.prevalence;
  return 1 / (*options.prevalence_trials * p * (1 - p));
}

// Influence on the logit of the predictive value; s and c inside (0, 1).
Influence logit_influence(PredictiveValue which, const Cases& cases, double threshold,
                          const Confusion& k) {
  const double s = k.sensitivity();
  const double c = k.specificity();
  const double slope_s = which == PredictiveValue::positive ? 1 / s : 1 / (1 - s);
  const double slope_c = which == PredictiveValue::positive ? 1 / (1 - c) : 1 / c;
  const double m = k.positives();
  const double n = k.negatives();
  Influence out = cell_influence(
      cases, threshold, 0,
      {slope_s * (1 - s) / m, -slope_c * c / n, -slope_s * s / m, slope_c * (1 - c) / n});
  out.by_class = true;
  return out;
}

// s or c with z²/2 successes and failures added, and the variance of that.
struct Adjusted {
  double value;
  double variance;
};
Adjusted adjusted(const Cases& cases, double threshold, bool of_positives, double level) {
  std::vector<std::uint8_t> success;
  std::vector<std::uint32_t> patient;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if ((cases.positive[i] != 0) != of_positives) continue;
    success.push_back((cases.score[i] >= threshold) == of_positives ? 1 : 0);
    if (cases.is_clustered()) patient.push_back(cases.patient[i]);
  }
  double successes = 0;
  for (const std::uint8_t x : success) successes += x;
  auto trials = static_cast<double>(success.size());
  const double fraction = successes / trials;
  if (cases.is_clustered())
    trials = stats::clustered_proportion({success, patient, {}}).effective_cases(level);
  const double z = stats::normal_quantile(0.5 + level / 2);
  const double total = trials + z * z;
  const double value = (fraction * trials + z * z / 2) / total;
  return {value, value * (1 - value) / total};
}

}  // namespace

stats::Estimate local_predictive_value(PredictiveValue which, std::string_view id,
                                       const Cases& cases, const MetricOptions& options) {
  stats::Estimate out = begin_two_class_estimate(id, cases, options, true);
  if (!out.absent_code.empty()) return out;
  if (!has_prevalence(options) ||
      (options.prevalence_trials && !(*options.prevalence_trials > 0))) {
    mark_absent(out, "metric.bad-option",
                "the local prevalence must lie between 0 and 1 (both excluded), and be measured on "
                "more than 0 subjects");
    return out;
  }
  const double threshold = *options.threshold;
  const double p = *options.prevalence;
  const Confusion k = confusion(cases, threshold);
  const double s = k.sensitivity();
  const double c = k.specificity();
  out.value = value_at(which, s, c, p);
  if (std::isnan(out.value)) {
    mark_absent(out, "metric.empty-denominator",
                which == PredictiveValue::positive ? "no case is called positive"
                                                   : "every case is called positive");
    return out;
  }
  out.definitions = {
      {"positive call", "score >= " + core::exact(threshold)},
      {"prevalence",
       core::exact(p) + (options.prevalence_trials
                             ? ", measured on " + core::exact(*options.prevalence_trials)
                             : ", taken as known")}};
  const double z = stats::normal_quantile(0.5 + options.level / 2);
  const double prior_variance = prevalence_variance(options);
  Influence influence;
  if (s > 0 && s < 1 && c > 0 && c < 1) {
    influence = logit_influence(which, cases, threshold, k);
    const double slope = out.value * (1 - out.value);
    const double by_patient = variance(cases, influence, Unit::patient);
    const double degrees = interval_degrees(out, cases, influence, options);
    const double quantile =
        std::isfinite(degrees) ? stats::student_quantile(0.5 + options.level / 2, degrees) : z;
    const double half = quantile * std::sqrt(by_patient + prior_variance);
    const double centre = log_ratio(which, s, c) + log_prior(which, p);
    if (!std::isnan(half)) out.interval = {expit(centre - half), expit(centre + half)};
    out.standard_error = slope * std::sqrt(by_patient + prior_variance);
    if (cases.is_clustered())
      out.design_effect = by_patient / variance(cases, influence, Unit::one_case);
    out.method = "delta method on the logit; sensitivity and specificity " +
                 std::string(cases.is_clustered() ? "by patient" : "by case");
  } else {
    const Adjusted a = adjusted(cases, threshold, true, options.level);
    const Adjusted b = adjusted(cases, threshold, false, options.level);
    const bool is_positive = which == PredictiveValue::positive;
    const double part_a = is_positive ? a.value : 1 - a.value;
    const double part_b = is_positive ? 1 - b.value : b.value;
    const double half = z * std::sqrt(a.variance / (part_a * part_a) +
                                      b.variance / (part_b * part_b) + prior_variance);
    const double centre = log_ratio(which, a.value, b.value) + log_prior(which, p);
    out.interval = {std::min(out.value, expit(centre - half)),
                    std::max(out.value, expit(centre + half))};
    out.method = "adjusted logit (Mercaldo 2007): z^2/2 added to each cell";
  }
  if (options.interval != IntervalKind::analytic) {
    std::optional<PatientWeights> own;
    const PatientWeights& weights = weights_for(cases, options, own);
    out.method = "value at the stated prevalence";
    set_bootstrap_interval(
        out, local_predictive_replicates(which, cases, weights, options),
        influence.per_case.empty() ? std::vector<double>{} : unit_sums(cases, influence), options,
        weights.resampling());
  }
  return out;
}

Influence local_predictive_influence(PredictiveValue which, const Cases& cases,
                                     const MetricOptions& options) {
  if (!has_prevalence(options)) return {};
  const Confusion k = confusion(cases, *options.threshold);
  const double s = k.sensitivity();
  const double c = k.specificity();
  if (!(s > 0 && s < 1 && c > 0 && c < 1)) return {};
  Influence out = logit_influence(which, cases, *options.threshold, k);
  out.value = value_at(which, s, c, *options.prevalence);
  for (double& v : out.per_case) v *= out.value * (1 - out.value);
  return out;
}

std::vector<double> local_predictive_replicates(PredictiveValue which, const Cases& cases,
                                                const PatientWeights& weights,
                                                const MetricOptions& options) {
  std::vector<double> out(weights.replicates(), stats::unknown);
  if (!options.threshold || !has_prevalence(options)) return out;
  const auto counts =
      confusion_replicates(cases, *options.threshold, weights, options.context.threads);
  const core::Random random(options.context.seed, "metrics.local-prevalence");
  const double error = std::sqrt(prevalence_variance(options));
  for (std::size_t r = 0; r < out.size(); ++r) {
    double p = *options.prevalence;
    if (error > 0) p = expit(logit(p) + error * random.normal(0, r));
    out[r] = value_at(which, counts[r].sensitivity(), counts[r].specificity(), p);
  }
  return out;
}

Metric predictive_value_metric(PredictiveValue which) {
  const bool is_positive = which == PredictiveValue::positive;
  OperatingPoint point;
  point.id = is_positive ? "ppv" : "npv";
  point.title = is_positive ? "Positive predictive value" : "Negative predictive value";
  point.question = is_positive ? "When the model calls, how often is it right?"
                               : "When the model stays silent, how often is it right?";
  point.definition = is_positive
                         ? "True positives / calls in these cases; with a stated prevalence p: "
                           "s p / (s p + (1 - c)(1 - p)) from sensitivity s and specificity c. "
                           "Absent without calls."
                         : "True negatives / cases not called; with a stated prevalence p: "
                           "c (1 - p) / (c (1 - p) + (1 - s) p) from sensitivity s and specificity "
                           "c. Absent where "
                           "all are called.";
  point.reference =
      "Altman & Bland 1994, doi:10.1136/bmj.309.6947.102; intervals: Wilson 1927, "
      "doi:10.1080/01621459.1927.10502953; Mercaldo, Lau & Zhou 2007, doi:10.1002/sim.2677";
  point.denominator = is_positive ? Denominator::called : Denominator::not_called;
  point.when_empty = is_positive ? "no case is called positive" : "every case is called positive";
  Confusion successes;
  (is_positive ? successes.true_positive : successes.true_negative) = 1;
  Metric out = fraction_metric(point, successes);
  out.estimate = [which, id = point.id, in_sample = out.estimate](const Cases& cases,
                                                                  const MetricOptions& options) {
    return options.prevalence ? local_predictive_value(which, id, cases, options)
                              : in_sample(cases, options);
  };
  out.influence = [which, id = point.id, in_sample = out.influence](const Cases& cases,
                                                                    const MetricOptions& options) {
    if (!options.prevalence) return in_sample(cases, options);
    return begin_two_class_estimate(id, cases, options, true).absent_code.empty()
               ? local_predictive_influence(which, cases, options)
               : Influence{};
  };
  out.replicates = [which, in_sample = out.replicates](const Cases& cases,
                                                       const PatientWeights& weights,
                                                       const MetricOptions& options) {
    return options.prevalence ? local_predictive_replicates(which, cases, weights, options)
                              : in_sample(cases, weights, options);
  };
  return out;
}

}  // namespace secondsite::metrics
