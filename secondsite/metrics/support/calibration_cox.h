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
  // What each case adds to the error of a and of b (sandwich): inverse information times its score.
  std::vector<double> intercept_influence;
  std::vector<double> slope_influence;
  std::vector<double> log_odds;  // of the (clipped) scores
  std::vector<double> fitted;    // recalibrated probability, one a case
  std::uint64_t clipped = 0;     // scores that cox_clip moved
  unsigned iterations = 0;
  std::string absent_code;  // empty where the fit stands
  std::string absent_reason;
};

// Both parameters, by Newton's method with step halving on the log-likelihood. Cases must hold both
// classes and two different scores at least. Codes: calibration.separated where one class's scores
// all lie at or beyond the other's (no finite maximum); calibration.not-converged.
CoxFit fit_cox(const Cases& cases);
// The intercept alone, the slope fixed to 1 (calibration-in-the-large on the log-odds scale).
// Finite whenever both classes are there.
CoxFit fit_cox_intercept(const Cases& cases);

}  // namespace secondsite::metrics
