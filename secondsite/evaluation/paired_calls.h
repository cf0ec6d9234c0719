#pragma once
// Two models at their operating points on the same cases: which of them calls right where the other
// does not?

#include <vector>

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// Sensitivity among the positives and specificity among the negatives, first minus second, each
// with its interval from influence values by patient. The test: McNemar's, exact with mid-p
// (Fagerland et al. 2013, doi:10.1186/1471-2288-13-91), where no patient has two of the cases; else
// Obuchowski 1998 over patients, as repeated patients make McNemar's too sure. `a` and `b` hold the
// same cases row for row. A class without cases is left out.
std::vector<PairedCalls> compare_calls(const FindingCases& a, double threshold_a,
                                       const FindingCases& b, double threshold_b,
                                       const metrics::MetricOptions& options);

}  // namespace secondsite::evaluation
