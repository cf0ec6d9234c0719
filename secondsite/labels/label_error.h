#pragma once
// What would the estimates be, were the labels right? From error rates of the reference standard,
// known or measured in an audit, to prevalence, sensitivity, specificity, predictive values and
// AUROC against the truth, with the doubt about the error rates carried through.
//
// Assumption, named in every result: given the truth, the label's errors are independent of the
// model's. A model trained on the same labels breaks it; `correlation` says by how much, and the
// sensitivity analysis runs over it.

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/json.h"
#include "secondsite/core/result.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::labels {

// A share of the label's right answers: known exactly, or x of n in an audit.
struct Rate {
  double value = 1;
  std::optional<double> trials;  // of the audit; empty: known without error
};

// P(label positive | truly positive) and P(label negative | truly negative).
struct LabelErrorRates {
  Rate sensitivity;
  Rate specificity;
  std::string source;  // "audit of 400 studies", for the report
  // Of the label's and the model's errors among the truly positive, and among the truly negative;
  // 0: independent given the truth.
  double correlation = 0;

  std::string assumption() const;  // a sentence that names it
};
// From an audit's table of labels against the truth; "noise.bad-rates" without cases of a class.
core::Result<LabelErrorRates> rates_from_audit(double tp, double fp, double fn, double tn,
                                               std::string source);
// {"sensitivity": R, "specificity": R} or {"audit": {"tp": …, "fp": …, "fn": …, "tn": …}}, each
// with "source" and "correlation" where wanted. R: a number (known), {"successes": x, "trials": n},
// or
// {"value": v, "standard_error": e} as a latent-class model gives it, which counts as the audit of
// v(1 − v)/e² cases.
core::Result<LabelErrorRates> rates_from_json(const core::Json& json, const std::string& origin);
core::Json to_json(const LabelErrorRates& rates);
// What `secondsite label --gold` wrote (labels.json): the rates of each label that the gold table
// has, with the label's name; "noise.bad-rates" where there is none.
core::Result<std::vector<std::pair<std::string, LabelErrorRates>>> rates_of_labeler(
    const core::Json& json, const std::string& origin);

// Shares of all cases.
struct ObservedShares {
  double label_positive = 0;
  double call_positive = 0;
  double both = 0;
};

struct TrueShares {
  double prevalence = stats::unknown;
  double sensitivity = stats::unknown;
  double specificity = stats::unknown;
  double ppv = stats::unknown;
  double npv = stats::unknown;
  bool is_possible = false;  // every share lies in [0, 1] without clipping
};

// (p + sp − 1)/(se + sp − 1) (Rogan & Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510). NaN
// where se + sp <= 1: such a label tells nothing. Not clipped.
double rogan_gladen(double label_positive, double sensitivity, double specificity);

// The model's shares against the truth. Correlation 0: closed form (Staquet, Rozencweig, Lee &
// Muggia 1981, doi:10.1016/0021-9681(81)90048-X). Else: errors of label and model correlate by that
// much among the truly positive and among the truly negative; solved by bisection. Not clipped.
TrueShares corrected_shares(const ObservedShares& observed, double sensitivity, double specificity,
                            double correlation = 0);

// ½ + (A − ½)/(PPV + NPV − 1), PPV and NPV of the label (Menon, van Rooyen, Ong & Williamson 2015,
// Proceedings of Machine Learning Research 37:125). May leave [0, 1], and then the assumption of
// independent errors does not hold.
double corrected_auroc(double auroc, double label_positive, double sensitivity, double specificity);

// A metric against the truth: of the cases, and in each replicate of the bootstrap (patients, and
// error rates drawn from Jeffreys' posterior Beta(x + ½, n − x + ½) of their audit). NaN: none. Not
// clipped.
struct TrueMetric {
  std::string metric;
  double value = stats::unknown;
  std::vector<double> replicates;
};
// prevalence, auroc; with options.threshold sensitivity, specificity, ppv and npv too. The draws of
// the rates are the same for any cases, so that differences of two parts share them. AUROC has no
// value where the errors are taken to correlate: the correction needs them independent.
std::vector<TrueMetric> true_metrics(const metrics::Cases& cases, const LabelErrorRates& rates,
                                     const metrics::MetricOptions& options);

// One metric beside itself: against the labels as they are, and against the truth.
struct CorrectedEstimate {
  stats::Estimate naive;
  stats::Estimate corrected;
  // Share of the replicates whose correction is impossible (a share outside [0, 1]).
  double impossible = 0;
};
// `naive` is the metric's own estimate. Percentile interval. A corrected value outside its range is
// absent with "noise.impossible": the rates, or the assumption, contradict the data.
CorrectedEstimate corrected_estimate(const stats::Estimate& naive, const TrueMetric& truth,
                                     const LabelErrorRates& rates, double level);
// The same of a difference a − b.
CorrectedEstimate corrected_difference(const stats::Estimate& naive, const TrueMetric& a,
                                       const TrueMetric& b, const LabelErrorRates& rates,
                                       double level);

struct LabelErrorRequest {
  LabelErrorRates rates;
  std::vector<double> correlations{0, 0.1, 0.2, 0.3, 0.5};  // of the sensitivity analysis
  std::vector<double> rate_shifts{-0.1, -0.05, 0, 0.05};    // added to both rates, capped at 1
};

struct SensitivityRow {
  double label_sensitivity = 0;
  double label_specificity = 0;
  double correlation = 0;
  stats::Estimate auroc;        // where the errors are independent
  stats::Estimate sensitivity;  // and specificity: where there is a threshold
  stats::Estimate specificity;
};

struct LabelErrorResult {
  std::vector<CorrectedEstimate>
      estimates;  // prevalence, auroc, sensitivity, specificity, ppv, npv
  std::vector<SensitivityRow> analysis;
  std::string assumption;
};

// "noise.useless-labels" where se + sp <= 1, "noise.one-class" where every label is the same.
core::Status usable_rates(const metrics::Cases& cases, const LabelErrorRates& rates);

// All of it for one set of cases. options: level, threshold, replicates, weights, unit, context.
core::Result<LabelErrorResult> correct_for_label_error(const metrics::Cases& cases,
                                                       const LabelErrorRequest& request,
                                                       const metrics::MetricOptions& options);

}  // namespace secondsite::labels
