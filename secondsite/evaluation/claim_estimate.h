#pragma once
// What a claim is about: which cases, under which score, against which others; and the number that
// answers it.

#include <optional>
#include <vector>

#include "secondsite/evaluation/view.h"

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
