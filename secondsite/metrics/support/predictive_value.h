#pragma once
// PPV and NPV at the prevalence of another place: what will a call be worth there?

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

enum class PredictiveValue { positive, negative };

// With sensitivity s, specificity c and prevalence p:
//   PPV = s p / (s p + (1 − c)(1 − p)),  NPV = c (1 − p) / (c (1 − p) + (1 − s) p).
// The interval is on the logit, where the three parts add up; sensitivity and specificity share
// patients and so have a covariance. options.prevalence_trials, where given, adds the binomial
// error of the prevalence. Where s or c is 0 or 1: z²/2 is first added to each cell of the
// effective counts (Mercaldo, Lau & Zhou 2007, doi:10.1002/sim.2677). Absent without
// options.prevalence in (0, 1) ("metric.bad-option").
stats::Estimate local_predictive_value(PredictiveValue which, std::string_view id,
                                       const Cases& cases, const MetricOptions& options);
// The prevalence is a constant here; its own error is in the interval above only.
Influence local_predictive_influence(PredictiveValue which, const Cases& cases,
                                     const MetricOptions& options);
// With options.prevalence_trials each replicate also draws a prevalence, normal on the logit.
std::vector<double> local_predictive_replicates(PredictiveValue which, const Cases& cases,
                                                const PatientWeights& weights,
                                                const MetricOptions& options);

// PPV or NPV in the sample where options.prevalence is empty, else as above.
Metric predictive_value_metric(PredictiveValue which);

}  // namespace secondsite::metrics
