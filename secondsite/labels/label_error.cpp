#include "secondsite/labels/label_error.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/random.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::labels {
namespace {

using stats::Estimate;

bool is_share(double v) {
  return v >= -1e-12 && v <= 1 + 1e-12;
}

// The shares that follow from a = P(call and truly positive) and b = P(call and truly negative).
TrueShares shares_from(double a, double call_positive, double prevalence) {
  const double b = call_positive - a;
  TrueShares out;
  out.prevalence = prevalence;
  out.sensitivity = a / prevalence;
  out.specificity = 1 - b / (1 - prevalence);
  out.ppv = call_positive > 0 ? a / call_positive : stats::unknown;
  out.npv = call_positive < 1 ? (1 - prevalence - b) / (1 - call_positive) : stats::unknown;
  out.is_possible = is_share(prevalence) && is_share(out.sensitivity) && is_share(out.specificity);
  return out;
}

// P(call and label positive) that a model with these rates would show.
double both_at(double a, double call_positive, double prevalence, double se, double sp,
               double correlation) {
  const double sensitivity = std::clamp(a / prevalence, 0.0, 1.0);
  const double alarms = std::clamp((call_positive - a) / (1 - prevalence), 0.0, 1.0);
  const double among_positives =
      correlation * std::sqrt(sensitivity * (1 - sensitivity) * se * (1 - se));
  const double among_negatives = correlation * std::sqrt(alarms * (1 - alarms) * sp * (1 - sp));
  return a * se + (call_positive - a) * (1 - sp) + prevalence * among_positives +
         (1 - prevalence) * among_negatives;
}

// A rate as drawn in replicate b.
double drawn(const Rate& rate, const core::Random& random, std::uint64_t which, std::uint64_t b) {
  if (!rate.trials) return rate.value;
  const double x = rate.value * *rate.trials;
  return stats::beta_quantile(random.uniform(which, b), x + 0.5, *rate.trials - x + 0.5);
}

// Predictive values are at `local`, where a local prevalence is stated.
double part(const TrueShares& shares, const std::string& metric,
            const std::optional<double>& local) {
  if (metric == "prevalence") return shares.prevalence;
  if (metric == "sensitivity") return shares.sensitivity;
  if (metric == "specificity") return shares.specificity;
  if (!local) return metric == "ppv" ? shares.ppv : shares.npv;
  const double hit = *local * shares.sensitivity;
  const double cleared = (1 - *local) * shares.specificity;
  return metric == "ppv" ? hit / (hit + (1 - *local) - cleared)
                         : cleared / (cleared + *local - hit);
}

ObservedShares shares_of(const metrics::Cases& cases, const std::optional<double>& threshold) {
  ObservedShares out;
  const auto n = static_cast<double>(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const bool call = threshold && cases.score[i] >= *threshold;
    const bool label = cases.positive[i] != 0;
    out.label_positive += label ? 1 / n : 0;
    out.call_positive += call ? 1 / n : 0;
    out.both += call && label ? 1 / n : 0;
  }
  return out;
}

// The same in each replicate; NaN where a replicate has no case.
std::vector<ObservedShares> replicated_shares(const metrics::Cases& cases,
                                              const std::optional<double>& threshold,
                                              const metrics::PatientWeights& weights,
                                              unsigned threads) {
  const std::size_t n = cases.size();
  std::vector<double> one(n, 1);
  std::vector<double> label(n);
  std::vector<double> call(n);
  std::vector<double> both(n);
  for (std::size_t i = 0; i < n; ++i) {
    label[i] = cases.positive[i] != 0 ? 1 : 0;
    call[i] = threshold && cases.score[i] >= *threshold ? 1 : 0;
    both[i] = label[i] * call[i];
  }
  const auto sum = [&](const std::vector<double>& per_case) {
    return metrics::replicate_sums(cases, per_case, weights, threads);
  };
  const std::vector<double> all = sum(one);
  const std::vector<double> labels = sum(label);
  const std::vector<double> calls = sum(call);
  const std::vector<double> joint = sum(both);
  std::vector<ObservedShares> out;
  for (std::size_t b = 0; b < all.size(); ++b)
    out.push_back({labels[b] / all[b], calls[b] / all[b], joint[b] / all[b]});
  return out;
}

Estimate absent(Estimate like, const char* code, std::string reason) {
  Estimate out = stats::not_estimable(like.metric, code, std::move(reason));
  out.n = like.n;
  out.n_positive = like.n_positive;
  out.n_clusters = like.n_clusters;
  out.unit = like.unit;
  out.level = like.level;
  return out;
}

// Value and replicates of what lies in [low, 1]; what is impossible is counted.
CorrectedEstimate finished(const Estimate& naive, double value, std::vector<double> replicates,
                           double low, const LabelErrorRates& rates, double level) {
  CorrectedEstimate out{naive, naive, 0};
  Estimate& e = out.corrected;
  const std::size_t drawn = replicates.size();
  const auto possible = [low](double v) { return v >= low - 1e-12 && v <= 1 + 1e-12; };
  std::uint64_t impossible = 0;
  for (double& v : replicates) {
    if (possible(v)) continue;
    ++impossible;
    if (!std::isnan(v)) v = std::clamp(v, low, 1.0);
  }
  if (drawn > 0) out.impossible = static_cast<double>(impossible) / static_cast<double>(drawn);
  if (!possible(value)) {
    const bool correlated = rates.correlation != 0 && naive.metric == "auroc";
    e = correlated
            ? absent(naive, "noise.needs-independence",
                     "errors that correlate leave the AUROC without a correction")
            : absent(naive, "noise.impossible",
                     (std::isnan(value)
                          ? std::string("the stated error rates cannot have made "
                                        "these labels")
                          : "the stated error rates would make it " + core::fixed(value, 3)) +
                         "; either they or the assumed dependence of the errors cannot hold");
    return out;
  }
  std::erase_if(replicates, [](double v) { return std::isnan(v); });
  std::sort(replicates.begin(), replicates.end());
  e.value = std::clamp(value, low, 1.0);
  e.interval = {};
  e.level = level;
  e.standard_error = stats::unknown;
  e.design_effect = stats::unknown;
  e.other_intervals.clear();
  e.test.reset();
  e.definitions.clear();
  if (drawn > 0 && replicates.size() * 2 > drawn)
    e.interval = {metrics::quantile(replicates, 0.5 - level / 2),
                  metrics::quantile(replicates, 0.5 + level / 2)};
  e.method =
      "corrected for label error; bootstrap with error rates drawn from their audit, percentile, " +
      std::to_string(drawn) + " replicates";
  e.definitions.push_back(
      {"label errors", rates.correlation == 0
                           ? std::string("independent of the model's, given the truth")
                           : "correlate with the model's by " + core::exact(rates.correlation) +
                                 ", given the truth"});
  if (out.impossible > 0)
    e.definitions.push_back(
        {"replicates out of range, set to the bound", core::fixed(100 * out.impossible, 1) + " %"});
  return out;
}

Estimate naive_of(const std::string& metric, const metrics::Cases& cases,
                  const metrics::MetricOptions& options) {
  return (*core::find_entry(metrics::all(), metric, "metric"))->estimate(cases, options);
}

Estimate sensitivity_cell(const char* metric, double value, bool is_possible, const Estimate& like,
                          double shift, double correlation) {
  Estimate out = absent(like, "noise.impossible", "these rates cannot have made these data");
  out.metric = metric;
  if (std::isnan(value) || !is_possible) return out;
  out.absent_code.clear();
  out.absent_reason.clear();
  out.value = value;
  out.method = "point of the sensitivity analysis, error rates taken as known; no interval";
  out.definitions = {{"rates shifted by", core::fixed(shift, 2)},
                     {"correlation of errors", core::fixed(correlation, 2)}};
  return out;
}

// Fills the replicates of each.
void draw(const metrics::Cases& cases, const LabelErrorRates& rates, metrics::MetricOptions options,
          std::vector<TrueMetric>& out) {
  std::optional<metrics::PatientWeights> own;
  const metrics::PatientWeights& weights = metrics::weights_for(cases, options, own);
  options.weights = &weights;
  const core::Random random(options.context.seed, "labels.error-rates");
  const auto& auroc = **core::find_entry(metrics::all(), "auroc", "metric");
  const bool independent = rates.correlation == 0;
  const std::vector<double> areas =
      independent ? auroc.replicates(cases, weights, options) : std::vector<double>();
  const auto seen = replicated_shares(cases, options.threshold, weights, options.context.threads);
  for (std::size_t b = 0; b < seen.size(); ++b) {
    const double se = drawn(rates.sensitivity, random, 0, b);
    const double sp = drawn(rates.specificity, random, 1, b);
    const bool any = !std::isnan(seen[b].label_positive);
    const TrueShares truth =
        any ? corrected_shares(seen[b], se, sp, rates.correlation) : TrueShares{};
    for (TrueMetric& one : out)
      one.replicates.push_back(one.metric != "auroc" ? part(truth, one.metric, options.prevalence)
                               : independent && any
                                   ? corrected_auroc(areas[b], seen[b].label_positive, se, sp)
                                   : stats::unknown);
  }
}

}  // namespace

double rogan_gladen(double label_positive, double sensitivity, double specificity) {
  if (sensitivity + specificity <= 1) return stats::unknown;
  return (label_positive + specificity - 1) / (sensitivity + specificity - 1);
}

TrueShares corrected_shares(const ObservedShares& observed, double sensitivity, double specificity,
                            double correlation) {
  const double prevalence = rogan_gladen(observed.label_positive, sensitivity, specificity);
  if (std::isnan(prevalence) || prevalence <= 0 || prevalence >= 1) {
    TrueShares out;
    out.prevalence = prevalence;
    return out;
  }
  const double call = observed.call_positive;
  if (correlation == 0)
    return shares_from((observed.both - (1 - specificity) * call) / (sensitivity + specificity - 1),
                       call, prevalence);
  // P(both) grows with a where errors are little correlated; the range that is possible is
  // searched.
  double low = std::max(0.0, call - (1 - prevalence));
  double high = std::min(prevalence, call);
  const auto missing = [&](double a) {
    return both_at(a, call, prevalence, sensitivity, specificity, correlation) - observed.both;
  };
  if (missing(low) > 0 || missing(high) < 0) {
    TrueShares out;
    out.prevalence = prevalence;
    return out;
  }
  for (int step = 0; step < 100; ++step) {
    const double middle = (low + high) / 2;
    (missing(middle) > 0 ? high : low) = middle;
  }
  return shares_from((low + high) / 2, call, prevalence);
}

double corrected_auroc(double auroc, double label_positive, double sensitivity,
                       double specificity) {
  const double prevalence = rogan_gladen(label_positive, sensitivity, specificity);
  if (std::isnan(prevalence) || label_positive <= 0 || label_positive >= 1) return stats::unknown;
  const double ppv = prevalence * sensitivity / label_positive;
  const double missed = prevalence * (1 - sensitivity) / (1 - label_positive);
  return ppv > missed ? 0.5 + (auroc - 0.5) / (ppv - missed) : stats::unknown;
}

std::vector<TrueMetric> true_metrics(const metrics::Cases& cases, const LabelErrorRates& rates,
                                     const metrics::MetricOptions& options) {
  std::vector<TrueMetric> out{{"prevalence", stats::unknown, {}}, {"auroc", stats::unknown, {}}};
  if (options.threshold)
    for (const char* metric : {"sensitivity", "specificity", "ppv", "npv"})
      out.push_back({metric, stats::unknown, {}});
  if (cases.size() == 0) return out;
  const bool independent = rates.correlation == 0;
  if (options.replicates > 0) draw(cases, rates, options, out);
  const ObservedShares all = shares_of(cases, options.threshold);
  const double se = rates.sensitivity.value;
  const double sp = rates.specificity.value;
  const TrueShares truth = corrected_shares(all, se, sp, rates.correlation);
  for (TrueMetric& one : out)
    one.value = one.metric != "auroc" ? part(truth, one.metric, options.prevalence)
                : independent         ? corrected_auroc(naive_of("auroc", cases, options).value,
                                                        all.label_positive, se, sp)
                                      : stats::unknown;
  return out;
}

CorrectedEstimate corrected_estimate(const Estimate& naive, const TrueMetric& truth,
                                     const LabelErrorRates& rates, double level) {
  return finished(naive, truth.value, truth.replicates, 0, rates, level);
}

CorrectedEstimate corrected_difference(const Estimate& naive, const TrueMetric& a,
                                       const TrueMetric& b, const LabelErrorRates& rates,
                                       double level) {
  const auto in_range = [](double v) {
    return v >= -1e-12 && v <= 1 + 1e-12 ? std::clamp(v, 0.0, 1.0) : stats::unknown;
  };
  std::vector<double> differences;
  for (std::size_t r = 0; r < std::min(a.replicates.size(), b.replicates.size()); ++r)
    differences.push_back(std::clamp(a.replicates[r], 0.0, 1.0) -
                          std::clamp(b.replicates[r], 0.0, 1.0));
  return finished(naive, in_range(a.value) - in_range(b.value), std::move(differences), -1, rates,
                  level);
}

core::Status usable_rates(const metrics::Cases& cases, const LabelErrorRates& rates) {
  const double se = rates.sensitivity.value;
  const double sp = rates.specificity.value;
  if (se + sp <= 1)
    return core::Error("noise.useless-labels",
                       "labels with sensitivity " + core::fixed(se, 3) + " and specificity " +
                           core::fixed(sp, 3) + " tell nothing about the truth",
                       {}, "");
  if (cases.size() == 0)
    return core::Error("metric.no-cases", "there is no case with a score and a label", {}, "");
  const auto positives = std::count_if(cases.positive.begin(), cases.positive.end(),
                                       [](std::uint8_t label) { return label != 0; });
  if (positives == 0 || static_cast<std::size_t>(positives) == cases.size())
    return core::Error("noise.one-class",
                       "all " + core::counted(cases.size(), "case") + " that have a score are " +
                           (positives == 0 ? "negative" : "positive") + " by their label",
                       {}, "check that --score and --label are not exchanged");
  return core::Done{};
}

core::Result<LabelErrorResult> correct_for_label_error(const metrics::Cases& cases,
                                                       const LabelErrorRequest& request,
                                                       const metrics::MetricOptions& options) {
  if (auto usable = usable_rates(cases, request.rates); !usable) return std::move(usable).error();
  LabelErrorResult out;
  out.assumption = request.rates.assumption();
  for (const TrueMetric& truth : true_metrics(cases, request.rates, options))
    out.estimates.push_back(corrected_estimate(naive_of(truth.metric, cases, options), truth,
                                               request.rates, options.level));
  const ObservedShares seen = shares_of(cases, options.threshold);
  const Estimate& like = out.estimates[0].naive;
  const double area = out.estimates[1].naive.value;
  for (const double shift : request.rate_shifts)
    for (const double correlation : request.correlations) {
      if (!options.threshold && correlation != 0) continue;  // nothing to tell of
      SensitivityRow row;
      row.label_sensitivity = std::min(1.0, request.rates.sensitivity.value + shift);
      row.label_specificity = std::min(1.0, request.rates.specificity.value + shift);
      row.correlation = correlation;
      const TrueShares at =
          corrected_shares(seen, row.label_sensitivity, row.label_specificity, correlation);
      if (correlation == 0) {
        const double corrected = corrected_auroc(area, seen.label_positive, row.label_sensitivity,
                                                 row.label_specificity);
        row.auroc =
            sensitivity_cell("auroc", corrected, is_share(corrected), like, shift, correlation);
      } else {
        row.auroc = absent(like, "noise.needs-independence",
                           "errors that correlate leave the AUROC without a correction");
        row.auroc.metric = "auroc";
      }
      if (options.threshold) {
        row.sensitivity = sensitivity_cell("sensitivity", at.sensitivity, at.is_possible, like,
                                           shift, correlation);
        row.specificity = sensitivity_cell("specificity", at.specificity, at.is_possible, like,
                                           shift, correlation);
      }
      out.analysis.push_back(std::move(row));
    }
  return out;
}

}  // namespace secondsite::labels
