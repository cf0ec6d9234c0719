#pragma once
// A dataset's cohort as evidence: how much of what was published is there, its labels and how far
// covariates alone tell them, covariates with their verdicts, and the same by site.

#include "secondsite/cohort/index/dataset_index.h"
#include "secondsite/core/context.h"
#include "secondsite/report/dossier.h"
#include "secondsite/report/index_page.h"

namespace secondsite::report {

// Labels are columns of 1, 0, -1 and blank; at most `most_labels` of them. Prevalence and the AUROC
// of covariates alone are clustered by patient where a column names it (shift/covariate_floor.h).
core::Result<Dossier> dataset_dossier(const cohort::index::DatasetIndex& index,
                                      const PixelEvidence& pixels, const core::Context& context,
                                      std::size_t most_labels = 40);

}  // namespace secondsite::report
