#pragma once
// Which share of the lesions is found, by their size, where lesions are parts of masks?

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// Lesions found over lesions there are in bands of diameter, each drawn at its middle lesion
// ("lesion-size"); lesions count alike, their patients are the clusters. No points where all are of
// one band.
stats::Curve mask_size_curve(const FindingCases& cases, const metrics::MetricOptions& options);

}  // namespace secondsite::evaluation
