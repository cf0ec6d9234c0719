#include "secondsite/cohort/check.h"
#include "secondsite/cohort/labels_scores.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

void check_score_constant(const Table& table, const Roles& roles, const core::Context& context,
                          core::Findings& findings) {
  core::Findings
      elsewhere;  // whoever evaluates reads the scores again and counts what is odd in each
  for (const FindingColumns& finding : roles.findings) {
    const auto scores = read_scores(table, finding, context.threads, elsewhere);
    if (!scores || scores->finite < 2 || scores->least != scores->greatest) continue;
    findings.add(Severity::warning, "cohort.score-constant", finding.name,
                 "every score is " + core::exact(scores->least) + ": nothing is ranked",
                 {.file = table.origin(), .column = finding.score});
  }
}

}  // namespace

Check score_constant() {
  return {
      .id = "score-constant", .title = "Scores differ between cases", .run = check_score_constant};
}

}  // namespace secondsite::cohort::checks
