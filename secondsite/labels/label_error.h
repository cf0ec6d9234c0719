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
};
// From an audit's table of labels against the truth; "noise.bad-rates" without cases of a class.
core::Result<LabelErrorRates> rates_from_audit(double tp, double fp, double fn, double tn,
                                               std::string source);
// {"sensitivity": 0.9 or {"successes": x, "trials": n}, "specificity": …} or
// {"audit": {"tp": …, "fp": …, "fn": …, "tn": …}}, "source": text.
core::Result<LabelErrorRates> rates_from_json(const core::Json& json, const std::string& origin);

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

struct LabelErrorRequest {
  LabelErrorRates rates;
  std::optional<double> threshold;  // of the scores; without it prevalence and AUROC only
  unsigned replicates = 2000;
  double level = 0.95;
  std::vector<double> correlations{0, 0.1, 0.2, 0.3, 0.5};  // of the sensitivity analysis
  std::vector<double> rate_shifts{-0.1, -0.05, 0, 0.05};    // added to both rates, capped at 1
};

// One metric beside itself: against the labels as they are, and against the truth.
struct CorrectedEstimate {
  stats::Estimate naive;
  stats::Estimate corrected;
  // Share of the replicates whose correction is impossible (a share outside [0, 1]).
  double impossible = 0;
};

struct SensitivityRow {
  double label_sensitivity = 0;
  double label_specificity = 0;
  double correlation = 0;
  stats::Estimate sensitivity;
  stats::Estimate specificity;
};

struct LabelErrorResult {
  std::vector<CorrectedEstimate>
      estimates;  // prevalence, auroc, sensitivity, specificity, ppv, npv
  std::vector<SensitivityRow> analysis;
  std::string assumption;
};

// Naive estimates are the metrics' own. Corrected ones: bootstrap over patients, each replicate
// with error rates drawn from the audit's Jeffreys posterior Beta(x + ½, n − x + ½), percentile
// interval. A corrected value that is impossible is absent with "noise.impossible": the rates, or
// the assumption, contradict the data. "noise.useless-labels" where se + sp <= 1.
core::Result<LabelErrorResult> correct_for_label_error(const metrics::Cases& cases,
                                                       const LabelErrorRequest& request,
                                                       const core::Context& context);

}  // namespace secondsite::labels
