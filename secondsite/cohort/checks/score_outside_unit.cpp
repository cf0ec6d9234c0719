#include "secondsite/cohort/check.h"
#include "secondsite/cohort/labels_scores.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

void check_score_outside_unit(const Table& table, const Roles& roles, const core::Context& context,
                              core::Findings& findings) {
  core::Findings elsewhere;
  for (const FindingColumns& finding : roles.findings) {
    const auto scores = read_scores(table, finding, context.threads, elsewhere);
    if (!scores || scores->finite == 0 || scores->within_unit()) continue;
    for (std::size_t row = 0; row < scores->value.size(); ++row) {
      const double value = scores->value[row];
      if (scores->state[row] != ScoreState::finite || (value >= 0 && value <= 1)) continue;
      findings.add(Severity::note, "cohort.score-outside-unit", finding.name,
                   "scores run from " + core::exact(scores->least) + " to " +
                       core::exact(scores->greatest) +
                       ": they can be ranked and are no probabilities",
                   {.file = table.origin(), .row = row + 1, .column = finding.score});
    }
  }
}

}  // namespace

Check score_outside_unit() {
  return {.id = "score-outside-unit",
          .title = "Scores can be probabilities",
          .run = check_score_outside_unit};
}

}  // namespace secondsite::cohort::checks
