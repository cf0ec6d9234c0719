#pragma once
// Is a metric different here from there? The difference of one metric between two parts of a
// cohort, two scores of the same cases, or two hospitals, with its interval and test.

#include <string_view>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

enum class Relation {
  // Two parts of one cohort: no case in both, but patients may be in both, and what they share
  // enters the variance. Var = I/(I − 1) Σ over patients (Σ influence in a − Σ influence in b)², I
  // the patients in either. Without patients the same by case. Normal reference. Where
  // options.reference asks for Student's: the metric's own rule for each side (Obuchowski for
  // AUROC, which corrects a class of few patients) less twice the covariance, and Satterthwaite's
  // degrees of freedom over the classes of both sides.
  same_cohort,
  // Two scores on the same cases, row for row: the influences are subtracted case by case and the
  // metric's
  // own variance rule follows (for AUROC: DeLong 1988, by patient Obuchowski 1997). Normal
  // reference.
  same_cases,
  // No patient in common: the variances add (for AUROC: unpaired DeLong); Student reference with
  // Welch–Satterthwaite degrees of freedom, n − 1 of each side being its patients (cases) less one.
  independent,
};

// One side of a contrast, with the influence that it was already asked for.
struct Side {
  const Cases& cases;
  const Influence& influence;
};

// a − b. The estimate's n, positives and patients count both sides (the cases once for same_cases);
// its design effect compares with taking each case as its own patient; `test` holds the two-sided
// test of no difference. To have it by image, hand over cases without patients. Absent
// ("metric.not-comparable") where either side has no value or its influence is empty. Where the
// standard error is 0 or unknown there is a value without interval and test.
// options.interval may ask for the bootstrap: percentile interval of the difference of replicates
// drawn with the same weights on both sides; the test stays that of the influence values.
stats::Estimate contrast(const Metric& metric, const Cases& a, const Cases& b, Relation relation,
                         const MetricOptions& options);
stats::Estimate contrast(std::string_view metric, Side a, Side b, Relation relation,
                         const MetricOptions& options);

}  // namespace secondsite::metrics
