#pragma once
// Intervals where the standard error is 0 and says nothing: perfect separation, no error at all.

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// For a fraction whose sample variance is 0 (AUROC of 1, of 0, or of a constant score): the Wilson
// interval of value × k successes in k trials, k the patients (cases) of the smaller class. Twenty
// positives that all score highest say as much as twenty successes of twenty, whatever the number
// of negatives.
void use_edge_interval(stats::Estimate& estimate, const Cases& cases);
// The same for a fraction that looks at `units` patients (cases) of one kind.
void use_edge_interval(stats::Estimate& estimate, double units);

}  // namespace secondsite::metrics
