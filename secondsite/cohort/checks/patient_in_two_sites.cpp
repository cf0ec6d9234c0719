#include "secondsite/cohort/check.h"

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

void check_patient_in_two_sites(const Table& table, const Roles& roles,
                                const core::Context& context, core::Findings& findings) {
  const Column* patient = table.find(roles.patient);
  const Column* site = table.find(roles.site);
  if (patient == nullptr || site == nullptr) return;
  const Categories patients = patient->cells->categories(context.threads);
  const Categories sites = site->cells->categories(context.threads);
  std::vector<std::uint32_t> first_site(patients.levels.size(), Categories::blank);
  std::vector<bool> told(patients.levels.size(), false);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::uint32_t who = patients.code[row];
    const std::uint32_t where = sites.code[row];
    if (who == Categories::blank || where == Categories::blank) continue;
    if (first_site[who] == Categories::blank) first_site[who] = where;
    if (first_site[who] == where || told[who]) continue;
    told[who] = true;  // a patient counts once, by the first row that shows it
    findings.add(Severity::warning, "cohort.patient-in-two-sites", roles.site,
                 "one patient stands under \"" + sites.levels[first_site[who]] + "\" and under \"" +
                     sites.levels[where] + "\"",
                 {.file = table.origin(), .row = row + 1, .column = roles.patient});
  }
}

}  // namespace

Check patient_in_two_sites() {
  return {.id = "patient-in-two-sites",
          .title = "No patient stands under two sites",
          .run = check_patient_in_two_sites};
}

}  // namespace secondsite::cohort::checks
