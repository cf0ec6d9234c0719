#pragma once
#include "command.h"
#include "partition_options.h"

namespace secondsite::cli {

// `partition --summary`: prevalence by covariate, mutual information, the AUROC of covariates
// alone, and how well traits tell the site.
Exit partition_summary(Session& session, const PartitionOptions& options,
                       const cohort::Table& table);

}  // namespace secondsite::cli
