#pragma once
// What covariates alone say about a label, straight from a cohort table: prevalence by level,
// mutual information, and the AUROC that a model must beat to have looked at the image.

#include <string>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/context.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::shift {

struct LevelPrevalence {
  std::string level;
  stats::Estimate prevalence;
};

struct CovariateOfLabel {
  std::string covariate;
  std::vector<LevelPrevalence> levels;  // the largest first
  std::size_t levels_in_all = 0;
  // In bits, Miller-Madow corrected, not below 0; no interval. NaN with fewer than two levels.
  stats::Estimate mutual_information;
  // Of the level's prevalence among *other* patients (five folds by patient), for the label;
  // interval by patient.
  stats::Estimate auroc;
};

struct LabelSummary {
  std::string label;
  stats::Estimate prevalence;
  std::vector<CovariateOfLabel> covariates;  // the highest AUROC first
  // All of them: log odds of the levels added up, out of fold.
  stats::Estimate auroc_of_all;
};

struct FloorOptions {
  std::string patient;  // column; empty: every row is its own
  std::vector<std::string> covariates;
  std::size_t levels_shown = 12;
  double level = 0.95;
};

// `label`: a column of 1, 0, -1 (left out) and blank (left out). Covariates that are numbers with
// more than 12 values are cut at their deciles; a blank is a level of its own ("not stated"), for a
// missing value can tell the label too. Errors: a column that is not there, no row with a label.
core::Result<LabelSummary> summarise_label(const cohort::Table& table, const std::string& label,
                                           const FloorOptions& options,
                                           const core::Context& context);

// Columns that look like labels: only 1, 0, -1 and blank, with at least one 1 and one 0.
std::vector<std::string> label_columns(const cohort::Table& table, unsigned threads);

}  // namespace secondsite::shift
