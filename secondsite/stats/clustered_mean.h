#pragma once
// The mean of a quantity that each unit has, with patients (series, readers) as the clusters.

#include <span>
#include <string>

#include "secondsite/stats/agreement_coefficient.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

// Mean of `value` over the units that have one (NaN: none), Student's t over the clusters, variance
// I/(I − 1) Σ (Σ (x − mean)/n)² over the I clusters that take part. Bounds are cut to [0, 1] where
// `is_share`. Without a value: absent with `none_code`.
Estimate clustered_mean(std::string metric, std::span<const double> value, Clusters clusters,
                        double level, bool is_share, std::string none_code);

}  // namespace secondsite::stats
