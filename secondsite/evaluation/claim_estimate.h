#pragma once
// What a claim is about: which cases, under which score, against which others; and the number that
// answers it.

#include <optional>
#include <vector>

#include "secondsite/evaluation/view.h"
#include "secondsite/metrics/support/contrast.h"

namespace secondsite::evaluation {

// One claim asked of one finding.
struct Question {
  const Claim* claim = nullptr;
  const FindingCases* finding = nullptr;
  std::size_t finding_index = 0;
};

// A claim without a finding is asked of each that its metric can be computed for. Errors name what
// is not there.
core::Result<std::vector<Question>> questions_of(const View& view, const Protocol& protocol);

// The cases of a claim: of one side, or of both. Where it compares two models at their own
// operating points, `result` takes their calls and the definition of the thresholds.
struct ClaimCases {
  FindingCases a;
  FindingCases b;  // contrasts only
  metrics::Relation relation = metrics::Relation::same_cohort;
};
core::Result<ClaimCases> cases_of(const View& view, const Question& question,
                                  const OperatingPointRule& rule,
                                  const metrics::MetricOptions& options, ClaimResult& result);

// The estimate and its sides; the verdict is left open. Claims against another score also compare
// the two models' calls, each at the operating point that the protocol's rule sets for it.
core::Result<ClaimResult> estimate_claim(const View& view, const Question& question,
                                         const OperatingPointRule& rule,
                                         metrics::MetricOptions options);

// The claim's metric at the reference site; nullopt for contrasts and where there is none.
std::optional<double> value_at_reference(const View& view, const Question& question,
                                         const std::string& reference_site,
                                         const metrics::MetricOptions& options);

}  // namespace secondsite::evaluation
