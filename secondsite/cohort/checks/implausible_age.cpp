#include "secondsite/cohort/check.h"
#include "secondsite/cohort/column_words.h"
#include "secondsite/cohort/labels_scores.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

constexpr double oldest = 120;  // the oldest verified age is 122

void check_implausible_age(const Table& table, const Roles& roles, const core::Context& context,
                           core::Findings& findings) {
  for (const std::string& name : roles.covariates) {
    const Column* column = is_age_name(name) ? table.find(name) : nullptr;
    if (column == nullptr) continue;
    const Numbers ages = column->cells->numbers(context.threads);
    for (std::size_t row = 0; row < ages.value.size(); ++row) {
      const double age = ages.value[row];
      if (ages.state[row] != CellState::ok || (age >= 0 && age <= oldest)) continue;
      findings.add(Severity::warning, "cohort.implausible-age", name,
                   "an age of " + core::exact(age) + " years is not plausible",
                   {.file = table.origin(), .row = row + 1, .column = name});
    }
    // Age bands such as "60-69" are texts on purpose; a few stray texts among numbers are not.
    if (ages.malformed < ages.value.size() / 2)
      note_malformed(table, *column, ages, Severity::warning, findings);
  }
}

}  // namespace

Check implausible_age() {
  return {.id = "implausible-age",
          .title = "Ages lie between 0 and 120 years",
          .run = check_implausible_age};
}

}  // namespace secondsite::cohort::checks
