#pragma once
// Doubt about statistics that fold many noisy gaps into one number by absolute values: ECE over
// bins, ICI over a curve. Such a number is too high, and a resampled one is higher still, so
// percentile intervals miss; here a test is inverted instead.

#include <functional>
#include <span>
#include <vector>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// `draws` draws from the normal with mean 0 and the covariance that patients (cases) show,
//   I/(I − 1) Σ over patients (Σ of the patient's rows)(…)ᵀ,
// the row of a case being what it adds to each component's error. Draws are keyed by (seed,
// component, draw). Rows are made one at a time: a million cases times thirty components are never
// held.
using RowOf = std::function<void(std::size_t i, std::span<double> row)>;  // fills the row of case i
std::vector<std::vector<double>> normal_draws(const RowOf& row_of, std::size_t dimension,
                                              const Cases& cases, unsigned draws,
                                              const MetricOptions& options);

// Folds gaps into the statistic; may reorder what it is given.
using Fold = std::function<double(std::span<double>)>;

// Which true errors could have given the observed one? The true gaps are taken as s times the
// observed ones, s ≥ 0, and noise[r] is added: s is believed while fold(s·gap + noise) has the
// observed value within its middle `level`. The interval is fold(gap) times the least and the
// greatest such s (the lower bound is 0 where no gap at all would do), widened to hold the observed
// value. Bisection; monotone in s but for noise.
stats::Interval inverted_interval(std::span<const double> gap,
                                  const std::vector<std::vector<double>>& noise, const Fold& fold,
                                  double level);

}  // namespace secondsite::metrics
