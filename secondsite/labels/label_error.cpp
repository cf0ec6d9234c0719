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

struct Totals {
  double n = 0;
  double label = 0;
  double call = 0;
  double both = 0;
  ObservedShares shares() const { return {label / n, call / n, both / n}; }
};

Totals totals(const metrics::Cases& cases, const std::optional<double>& threshold,
              const metrics::PatientWeights* weights, unsigned replicate) {
  Totals out;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double w =
        weights == nullptr ? 1 : weights->weight(metrics::unit_of_case(cases, i), replicate);
    const bool call = threshold && cases.score[i] >= *threshold;
    out.n += w;
    if (cases.positive[i] != 0) out.label += w;
    if (call) out.call += w;
    if (call && cases.positive[i] != 0) out.both += w;
  }
  return out;
}

double part(const TrueShares& shares, const std::string& metric) {
  if (metric == "prevalence") return shares.prevalence;
  if (metric == "sensitivity") return shares.sensitivity;
  if (metric == "specificity") return shares.specificity;
  return metric == "ppv" ? shares.ppv : shares.npv;
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

// Value and replicates with what is impossible counted.
CorrectedEstimate finished(Estimate naive, double value, std::vector<double> replicates,
                           const LabelErrorRequest& request) {
  CorrectedEstimate out{naive, naive, 0};
  Estimate& e = out.corrected;
  std::uint64_t impossible = 0;
  for (double& v : replicates) {
    if (!std::isnan(v) && is_share(v)) continue;
    ++impossible;
    if (!std::isnan(v)) v = std::clamp(v, 0.0, 1.0);
  }
  if (!replicates.empty())
    out.impossible = static_cast<double>(impossible) / static_cast<double>(replicates.size());
  if (std::isnan(value) || !is_share(value)) {
    e = absent(naive, "noise.impossible",
               "the stated error rates would make it " + core::fixed(value, 3) +
                   "; either they or the independence of the errors cannot hold");
    return out;
  }
  std::erase_if(replicates, [](double v) { return std::isnan(v); });
  std::sort(replicates.begin(), replicates.end());
  e.value = std::clamp(value, 0.0, 1.0);
  e.interval = {};
  e.standard_error = stats::unknown;
  e.design_effect = stats::unknown;
  e.other_intervals.clear();
  e.test.reset();
  e.definitions.clear();
  if (replicates.size() * 2 > request.replicates)
    e.interval = {metrics::quantile(replicates, 0.5 - request.level / 2),
                  metrics::quantile(replicates, 0.5 + request.level / 2)};
  e.method =
      "corrected for label error; bootstrap with error rates drawn from their audit, "
      "percentile, " +
      std::to_string(request.replicates) + " replicates";
  e.definitions.push_back({"label errors", "independent of the model's, given the truth"});
  if (out.impossible > 0)
    e.definitions.push_back(
        {"replicates out of range, set to the bound", core::fixed(100 * out.impossible, 1) + " %"});
  return out;
}

Estimate naive_of(const char* metric, const metrics::Cases& cases, const LabelErrorRequest& request,
                  const core::Context& context) {
  metrics::MetricOptions options;
  options.level = request.level;
  options.threshold = request.threshold;
  options.context = context;
  return (*core::find_entry(metrics::all(), metric, "metric"))->estimate(cases, options);
}

Estimate sensitivity_cell(const char* metric, double value, const TrueShares& shares,
                          const Estimate& like, double shift, double correlation) {
  Estimate out = absent(like, "noise.impossible", "these rates cannot have made these data");
  out.metric = metric;
  if (std::isnan(value) || !shares.is_possible) return out;
  out.absent_code.clear();
  out.absent_reason.clear();
  out.value = value;
  out.method = "point of the sensitivity analysis, error rates taken as known; no interval";
  out.definitions = {{"rates shifted by", core::fixed(shift, 2)},
                     {"correlation of errors", core::fixed(correlation, 2)}};
  return out;
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

core::Result<LabelErrorResult> correct_for_label_error(const metrics::Cases& cases,
                                                       const LabelErrorRequest& request,
                                                       const core::Context& context) {
  const double se = request.rates.sensitivity.value;
  const double sp = request.rates.specificity.value;
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
  std::optional<metrics::PatientWeights> own;
  metrics::MetricOptions options;
  options.replicates = std::max(1U, request.replicates);
  options.context = context;
  const metrics::PatientWeights& weights = metrics::weights_for(cases, options, own);
  options.weights = &weights;
  const core::Random random(context.seed, "labels.error-rates");

  std::vector<std::string> names{"prevalence"};
  if (request.threshold) names.insert(names.end(), {"sensitivity", "specificity", "ppv", "npv"});
  std::vector<std::vector<double>> replicates(names.size());
  std::vector<double> areas;
  const auto& auroc = **core::find_entry(metrics::all(), "auroc", "metric");
  const std::vector<double> noisy_areas = auroc.replicates(cases, weights, options);
  for (unsigned b = 0; b < weights.replicates(); ++b) {
    const double drawn_se = drawn(request.rates.sensitivity, random, 0, b);
    const double drawn_sp = drawn(request.rates.specificity, random, 1, b);
    const Totals seen = totals(cases, request.threshold, &weights, b);
    const TrueShares truth =
        seen.n > 0 ? corrected_shares(seen.shares(), drawn_se, drawn_sp) : TrueShares{};
    for (std::size_t m = 0; m < names.size(); ++m) replicates[m].push_back(part(truth, names[m]));
    areas.push_back(seen.n > 0
                        ? corrected_auroc(noisy_areas[b], seen.label / seen.n, drawn_se, drawn_sp)
                        : stats::unknown);
  }
  LabelErrorResult out;
  out.assumption =
      "Given the truth, the label's errors are taken as independent of the model's. A model that "
      "was trained on such labels shares their errors, and its corrected accuracy is then too "
      "high.";
  const ObservedShares seen = totals(cases, request.threshold, nullptr, 0).shares();
  const TrueShares truth = corrected_shares(seen, se, sp);
  for (std::size_t m = 0; m < names.size(); ++m) {
    out.estimates.push_back(finished(naive_of(names[m].c_str(), cases, request, context),
                                     part(truth, names[m]), replicates[m], request));
    if (m > 0) continue;
    const Estimate naive = naive_of("auroc", cases, request, context);
    out.estimates.push_back(
        finished(naive, corrected_auroc(naive.value, seen.label_positive, se, sp), areas, request));
  }
  if (!request.threshold) return out;
  for (const double shift : request.rate_shifts)
    for (const double correlation : request.correlations) {
      SensitivityRow row;
      row.label_sensitivity = std::min(1.0, se + shift);
      row.label_specificity = std::min(1.0, sp + shift);
      row.correlation = correlation;
      const TrueShares at =
          corrected_shares(seen, row.label_sensitivity, row.label_specificity, correlation);
      const Estimate& like = out.estimates[0].naive;
      row.sensitivity =
          sensitivity_cell("sensitivity", at.sensitivity, at, like, shift, correlation);
      row.specificity =
          sensitivity_cell("specificity", at.specificity, at, like, shift, correlation);
      out.analysis.push_back(std::move(row));
    }
  return out;
}

}  // namespace secondsite::labels
