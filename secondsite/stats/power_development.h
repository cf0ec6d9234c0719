#pragma once
// How many cases does the development of a model with a binary outcome take? (Riley et al. 2019,
// doi:10.1002/sim.7992; 2020, doi:10.1136/bmj.m441.)

#include <cstdint>

#include "secondsite/core/result.h"

namespace secondsite::stats {

struct DevelopmentDesign {
  double cox_snell_r2 = 0.1;     // R² (Cox–Snell) that the model is expected to reach
  std::uint64_t parameters = 1;  // candidate predictor parameters
  double prevalence = 0.5;       // of the outcome
  double shrinkage = 0.9;        // the least that is accepted (criterion 1)
  double optimism = 0.05;        // greatest drop of Nagelkerke's R² (criterion 2)
  double intercept_margin =
      0.05;  // half-width of the 95 % interval of the overall risk (criterion 3)
};

struct DevelopmentSize {
  std::uint64_t for_shrinkage = 0;  // n = P/((S − 1)·ln(1 − R²/S))
  std::uint64_t for_optimism = 0;   // the same with S = R²/(R² + optimism·max R²)
  std::uint64_t for_intercept = 0;  // n = (z₀.₉₇₅/margin)²·φ(1 − φ)
  std::uint64_t n = 0;              // the largest
  std::uint64_t events = 0;         // n·φ, rounded up
  double events_per_parameter = 0;
  double max_r2 = 0;  // of Cox and Snell, 1 − exp(2(φ ln φ + (1 − φ) ln(1 − φ)))
};

// An R² at or above its maximum or the shrinkage, or values outside their range: "power.bad-value".
core::Result<DevelopmentSize> development_size(const DevelopmentDesign& design);

}  // namespace secondsite::stats
