#pragma once
// The claims of a protocol, answered: exactly these, each with its estimate, its family's
// correction and a verdict.

#include <vector>

#include "secondsite/evaluation/decide.h"
#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// How the claims of `family` are corrected: as the protocol says for it, else by its
// `multiplicity`.
stats::MultiplicityMethod method_of(const Protocol& protocol, const std::string& family);

// One claim for one finding, in the order of the protocol (a claim without a finding is asked of
// each). Errors name a finding, column or level that is not there.
core::Result<std::vector<ClaimResult>> answer_claims(const View& view, const Protocol& protocol,
                                                     bool declared,
                                                     const std::string& reference_site,
                                                     const std::vector<OperatingPoint>& points,
                                                     const metrics::MetricOptions& options);

// What strata are held against for a finding: the goal of its "auroc >=" claim on everyone; else
// the least goal that such a claim names for any part of the cohort; else, where a site is claimed
// to be not inferior, the AUROC at the reference site less that margin; nullopt where there is
// neither. `metric`: another than AUROC, for findings that are not scores.
std::optional<Claim> stratum_goal(const Protocol& protocol, const std::string& finding,
                                  const std::string& reference_site,
                                  const std::vector<StratumResult>& strata,
                                  const std::string& metric = "auroc");

// Gives every stratum a verdict on its finding's goal.
void judge_strata(const Protocol& protocol, const std::string& reference_site,
                  std::vector<StratumResult>& strata);

// YES: every claim certified. NO: at least one refuted. CAN'T TELL: the rest, or no claim at all.
Answer answer_of(const std::vector<ClaimResult>& claims);
// `sites`: how many are known; 0 where no column names them.
std::string answer_sentence(const std::vector<ClaimResult>& claims, std::size_t sites);

}  // namespace secondsite::evaluation
