#pragma once
// What several outputs tell alike about a run: counts of verdicts, strata without enough cases,
// warnings.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/evaluation/run.h"

namespace secondsite::report {

// "1 certified, 1 refuted, 2 cannot tell".
std::string claim_counts(const evaluation::RunResult& run);

// Strata whose verdict is "not powered", those that lack least first.
std::vector<const evaluation::StratumResult*> strata_not_powered(const evaluation::RunResult& run);

// One sentence for each flagged covariate audit and each Simpson flag.
std::vector<std::string> shortcut_warnings(const evaluation::RunResult& run);

// Where the error rates of the labels, or a noise floor, are known: each claim with its estimate
// against the truth and where it is finer than the noise; each finding without a claim with its
// AUROC.
std::vector<std::string> label_noise_sentences(const evaluation::RunResult& run);

// What the strata of a run are shown by: the primary metric ("AUROC"), and what the rule of ten
// counts ("Positives", "Cases", "Lesions"). Findings of several inputs: "Primary metric",
// "Support".
std::string shown_metric(const evaluation::RunResult& run);
std::string shown_count(const evaluation::RunResult& run);

// Does any finding have scores?
bool has_scores(const evaluation::RunResult& run);

// The finding that a report opens with: the first one with a claim, else the first; empty without
// findings.
std::string opening_finding(const evaluation::RunResult& run);

// The worst decision among a finding's claims (refuted, then inconclusive, then certified); nullopt
// where nothing is claimed about it.
std::optional<stats::Decision> decision_on(const evaluation::RunResult& run,
                                           const std::string& finding);

// The column that tells the sites apart: the dimension that has the reference site as a level, else
// the dimension of the first plot that is not about everyone, else empty.
std::string site_dimension(const evaluation::RunResult& run);

// Does any finding have a plot of this id ("roc")?
bool has_plot(const evaluation::RunResult& run, std::string_view id);

// The flow in two parts: steps that follow each other, and, where there are several findings, the
// last step of each finding ("usable for Effusion"), all of which leave from the last common step.
struct Flow {
  std::vector<cohort::FlowStep> common;
  std::vector<std::pair<std::string, cohort::FlowStep>> by_finding;  // finding, step
};
Flow flow_of(const evaluation::RunResult& run);

// Does the flow account for every case: kept + excluded = entered, step by step? The sentences say
// where not.
std::vector<std::string> flow_faults(const evaluation::RunResult& run);

}  // namespace secondsite::report
