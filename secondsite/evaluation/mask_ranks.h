#pragma once
// Would the same model win on other patients?

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// For each label with several models: the mean Dice of each, and its rank in every replicate of the
// patients (Wiesenfarth et al. 2021, doi:10.1038/s41598-021-82017-6). Empty for one model.
std::vector<ModelRanks> rank_models(const View& view, const metrics::MetricOptions& options);

}  // namespace secondsite::evaluation
