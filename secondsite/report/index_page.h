#pragma once
// An index as evidence: what was found and left out, volumes, covariates with their verdicts, and
// the same by site.

#include "secondsite/cohort/index/build_index.h"
#include "secondsite/report/dossier.h"

namespace secondsite::report {

// Counts only. Sites are institutions as the headers name them; images without one stand under "not
// stated". At most `most_values` values a covariate and site, the most frequent first.
Dossier index_dossier(const cohort::index::Index& index, std::size_t most_values = 12);

}  // namespace secondsite::report
