#pragma once
// Logistic recalibration: how must the model's log-odds be moved and stretched to fit these cases?
//   logit P(positive) = a + b · logit(score).
// Cox DR, Biometrika 1958;45:562, doi:10.1093/biomet/45.3-4.562; Miller et al., Med Decis Making
// 1993, doi:10.1177/0272989X9301300107.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// Scores nearer than this to 0 or 1 are taken as this far from it: their log-odds would be
// infinite.
inline constexpr double cox_clip = 1e-10;

struct CoxFit {
  double intercept = stats::unknown;  // a
  double slope = stats::unknown;      // b
  // Model-based standard errors (inverse information), for comparison with other programs only.
  double intercept_model_se = stats::unknown;
  double slope_model_se = stats::unknown;
  // Information about (a, a), (a, b) and (b, b); about a alone where the slope is fixed.
  double information_aa = 0;
  double information_ab = 0;
  double information_bb = 0;
  bool slope_is_fixed = false;
  std::vector<double> log_odds;  // of the (clipped) scores
  std::uint64_t clipped = 0;     // scores that cox_clip moved
  unsigned iterations = 0;
  std::string absent_code;  // empty where the fit stands
  std::string absent_reason;

  double fitted(std::size_t i) const;  // recalibrated probability of a case
  // What a case adds to the error of a and of b (sandwich): inverse information times its score.
  double intercept_influence(std::size_t i, double positive) const;
  double slope_influence(std::size_t i, double positive) const;
};

// The recalibrated probabilities, in the memory of the log-odds.
std::vector<double> recalibrated(CoxFit fit);
// The influence of each case on the slope or the intercept, in the same memory.
std::vector<double> influence_of(CoxFit fit, const Cases& cases, bool on_slope);

// Both parameters, by Newton's method with step halving on the log-likelihood. Cases must hold both
// classes and two different scores at least. Codes: calibration.separated where one class's scores
// all lie at or beyond the other's (no finite maximum); calibration.not-converged.
CoxFit fit_cox(const Cases& cases);
// The intercept alone, the slope fixed to 1 (calibration-in-the-large on the log-odds scale).
// Finite whenever both classes are there.
CoxFit fit_cox_intercept(const Cases& cases);

}  // namespace secondsite::metrics
