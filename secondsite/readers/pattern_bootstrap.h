#pragma once
// Bootstrap over patients of anything that is computed from patterns of readings and how often each
// occurs.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/readers/reads.h"

namespace secondsite::readers {

// Calls `each` once a replicate with the weights of the patterns.
void for_each_replicate(const stats::Ratings& ratings, const metrics::PatientWeights& weights,
                        stats::Clusters clusters,
                        const std::function<void(std::span<const double>)>& each);

// The percentile interval of the replicates that have a value; NaN bounds where fewer than half do.
stats::Interval percentile_interval(std::vector<double> replicates, double level);
// "patient bootstrap, percentile, 1000 replicates"
std::string bootstrap_method(bool by_patient, unsigned replicates);

}  // namespace secondsite::readers
