#include "secondsite/cohort/check.h"
#include "secondsite/cohort/labels_scores.h"

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

void check_labels_usable(const Table& table, const Roles& roles, const core::Context& context,
                         core::Findings& findings) {
  for (const FindingColumns& finding : roles.findings) {
    core::Findings met;
    const auto labels = read_labels(table, finding, context.threads, met);
    if (!labels) continue;
    findings.merge(met);
    if (labels->positives + labels->negatives == 0 ||
        (labels->positives > 0 && labels->negatives > 0))
      continue;
    findings.add(
        Severity::warning, "cohort.one-class", finding.name,
        labels->positives > 0 ? "all usable labels are positive" : "all usable labels are negative",
        {.file = table.origin(), .column = finding.label});
  }
}

}  // namespace

Check labels_usable() {
  return {.id = "labels-usable",
          .title = "Labels are of the declared set and of both classes",
          .run = check_labels_usable};
}

}  // namespace secondsite::cohort::checks
