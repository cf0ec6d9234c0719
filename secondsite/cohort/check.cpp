#include "secondsite/cohort/check.h"

namespace secondsite::cohort {

void run_checks(const Table& table, const Roles& roles, const core::Context& context,
                core::Findings& findings) {
  for (const Check& check : checks::all()) {
    if (context.stopped()) return;
    check.run(table, roles, context, findings);
  }
}

}  // namespace secondsite::cohort
