#pragma once
// Cases sorted into bins by score: what ECE, MCE, Hosmer–Lemeshow, the Brier decomposition and the
// reliability curve are made of.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// Where the edges lie. Every bin is (lower, upper]; the definition is named in each result.
enum class BinRule {
  equal_width,  // edges k/K; a score of 0 falls into the first bin
  equal_count,  // edges at the k/K quantiles (linear rule); the lowest score falls into the first
                // bin; tied scores stay together, so counts may differ
  equal_count_open_below,  // the same, but the lowest score falls into no bin (calzone 0.1.0)
};
std::string_view describe(BinRule rule);

struct Bin {
  double lower = 0;
  double upper = 0;
  double n = 0;  // cases; weighted counts need not be whole
  double positives = 0;
  double score_sum = 0;

  double mean_score() const { return score_sum / n; }
  double observed() const { return positives / n; }
  double gap() const { return observed() - mean_score(); }
};

struct Binned {
  static constexpr std::uint32_t no_bin = 0xffffffffU;
  std::vector<Bin> bins;              // empty bins are left out
  std::vector<std::uint32_t> bin_of;  // one a case; no_bin under equal_count_open_below only
  double n = 0;                       // cases in bins
};

// `score` and `positive` as in Cases; scores lie in [0, 1], count ≥ 1.
Binned bin_cases(std::span<const double> score, std::span<const std::uint8_t> positive,
                 unsigned count, BinRule rule);

// Σ n_k/n · |observed − mean score|, and the largest of them.
double expected_calibration_error(const Binned& binned);
double maximum_calibration_error(const Binned& binned);

// ECE less its bias: the binned gaps of even a calibrated model are never exactly 0. The bias of
// each |gap| is E|gap + σZ| − |gap| with σ² = observed(1 − observed)/n_k (the normal limit of the
// resampling in Kumar, Liang, Ma, NeurIPS 2019, arXiv:1909.10155); the result is not below 0.
double debiased_calibration_error(const Binned& binned);
// Σ n_k/n · (gap² − observed(1 − observed)/(n_k − 1)): the squared error without its bias (the same
// paper; Bröcker 2012, doi:10.1007/s00382-011-1191-1). May be negative. Bins of one case add
// nothing.
double debiased_squared_error(const Binned& binned);

// The score of the predicted class, max(p, 1 − p), and whether that class was right. A score of
// exactly 0.5 predicts the negative class.
struct TopClass {
  std::vector<double> confidence;
  std::vector<std::uint8_t> correct;
};
TopClass top_class(const Cases& cases);

}  // namespace secondsite::metrics
