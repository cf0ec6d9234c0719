#pragma once
// How many cases does an external validation take to pin down O:E, the C statistic and the
// calibration slope? (Riley et al. 2021, doi:10.1002/sim.9025.) In each design exactly one of n and
// width is empty; width is that of the interval at `level`, on the measure's own scale.

#include <optional>

#include "secondsite/core/result.h"

namespace secondsite::stats {

// Observed over expected: se(ln O:E) = √((1 − φ)/(n·φ)), interval O:E·exp(±z·se); φ the prevalence
// of the outcome.
struct ObservedExpectedDesign {
  double prevalence = 0.5;
  double ratio = 1;  // the O:E that is expected
  double level = 0.95;
  std::optional<double> n;
  std::optional<double> width;
};
core::Result<ObservedExpectedDesign> solve(ObservedExpectedDesign design);
double log_observed_expected_se(double prevalence, double n);

// The C statistic with Newcombe's standard error (2006, doi:10.1002/sim.2324, method 4; Riley's
// equation 8).
struct CStatisticDesign {
  double c = 0.8;
  double prevalence = 0.5;
  double level = 0.95;
  std::optional<double> n;
  std::optional<double> width;
};
core::Result<CStatisticDesign> solve(CStatisticDesign design);
double c_statistic_se(double c, double prevalence, double n);

// The distribution of the model's linear predictor (log odds) in the validation population.
struct LinearPredictor {
  double mean = 0;
  double sd = 1;  // normal
};
// Fisher's information of one case about the intercept α and the slope β of logit P(Y) = α + β·LP,
// integrated over the linear predictor (Gauss–Kronrod on ±12 standard deviations, relative error
// below 1e-10):
//   I_αα = E[q(1 − q)],  I_αβ = E[LP·q(1 − q)],  I_ββ = E[LP²·q(1 − q)],  q = 1/(1 + exp(−α −
//   β·LP)).
struct SlopeInformation {
  double intercept = 0;
  double cross = 0;
  double slope = 0;
  double slope_variance() const {
    return intercept / (intercept * slope - cross * cross);
  }  // times n
};
SlopeInformation slope_information(LinearPredictor predictor, double intercept = 0,
                                   double slope = 1);
// The outcome's prevalence that the predictor implies, E[q].
double implied_prevalence(LinearPredictor predictor, double intercept = 0, double slope = 1);

struct CalibrationSlopeDesign {
  LinearPredictor predictor;
  double intercept = 0;  // of the calibration that is expected
  double slope = 1;
  double level = 0.95;
  std::optional<double> n;
  std::optional<double> width;
};
core::Result<CalibrationSlopeDesign> solve(CalibrationSlopeDesign design);

}  // namespace secondsite::stats
