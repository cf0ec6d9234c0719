#pragma once
// A number with its standard error against a goal, within a margin, or against another number.

#include <span>

#include "secondsite/core/result.h"
#include "secondsite/stats/alternative.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

// A value and its standard error, on a scale where the value is about normal.
struct Measured {
  double value = unknown;
  double standard_error = unknown;
};

// value ± z·se. A missing or negative standard error gives a missing interval.
Interval normal_interval(Measured measured, double level);

// z = (value − goal)/se. A standard error that is not above 0 tests nothing: the statistic and p
// are NaN.
TestResult z_test(Measured measured, double goal, Alternative alternative);

// Non-inferiority of what is better when higher: the null says that `difference` (new − reference)
// is −margin or less; z = (difference + margin)/se, p one-sided. For what is better when lower,
// hand in the negated difference. margin ≥ 0 (0 is superiority), otherwise "stats.bad-input".
core::Result<TestResult> non_inferiority(Measured difference, double margin);

// Equivalence by two one-sided tests (Schuirmann 1987, doi:10.1007/BF01068419): the null says that
// the difference is margin or more in size; the p-value is the larger of the two. Equivalent at α
// where the 1 − 2α interval lies within ±margin. margin > 0.
core::Result<TestResult> equivalence(Measured difference, double margin);

// first − second. With a covariance (same cases or patients in both) it enters the variance twice;
// a variance that comes out below 0 by rounding counts as 0.
Measured difference(Measured first, Measured second, double covariance = 0);

// Degrees of freedom of a sum of independent variance estimates, (Σ vᵢ)² / Σ vᵢ²/dfᵢ (Satterthwaite
// 1946, doi:10.2307/3002019; Welch 1947, doi:10.1093/biomet/34.1-2.28). Components of variance 0
// add nothing; NaN where all are 0.
struct VarianceComponent {
  double variance = 0;  // of the estimate (s²/n), not of a case
  double degrees = 0;
};
double satterthwaite_degrees(std::span<const VarianceComponent> components);

// Welch's test of two independent means: (mean₁ − mean₂)/√(s₁²/n₁ + s₂²/n₂) with the degrees above.
struct SampleMean {
  double mean = unknown;
  double variance = unknown;  // of a case
  double n = 0;
};
core::Result<TestResult> welch_test(SampleMean first, SampleMean second, Alternative alternative);

}  // namespace secondsite::stats
