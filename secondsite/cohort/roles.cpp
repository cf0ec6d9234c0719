#include "secondsite/cohort/roles.h"

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/column_profile.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/roles_findings.h"
#include "secondsite/core/parallel.h"

namespace secondsite::cohort {
namespace {

constexpr std::string_view derived_prefix = "patient (from ";

bool contents_allow(Role role, const Profile& profile, std::size_t rows) {
  if (profile.empty) return false;
  if (role == Role::time) return profile.is_text() || profile.whole;
  if (role == Role::image) return rows < 3 || profile.values.size() > 2;
  if (role == Role::site || role == Role::reader) return !profile.numeric || profile.whole;
  return true;
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::patient:
      return "patient";
    case Role::study:
      return "study";
    case Role::image:
      return "image";
    case Role::site:
      return "site";
    case Role::time:
      return "time";
    case Role::reader:
      return "reader";
  }
  return "";
}

std::string& column_of(Roles& roles, Role role) {
  switch (role) {
    case Role::patient:
      return roles.patient;
    case Role::study:
      return roles.study;
    case Role::image:
      return roles.image;
    case Role::site:
      return roles.site;
    case Role::time:
      return roles.time;
    default:
      return roles.reader;
  }
}

void guess_single(Role role, const std::vector<Profile>& profiles, std::size_t rows,
                  std::vector<bool>& taken, Roles& roles) {
  int best_fitness = 0;
  std::size_t best = 0;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    if (taken[i] || !contents_allow(role, profiles[i], rows)) continue;
    const bool derived = role == Role::patient && profiles[i].name.starts_with(derived_prefix);
    const int fit = derived ? 1 : fitness(role, profiles[i].name);
    if (fit <= best_fitness) continue;
    best_fitness = fit;
    best = i;
  }
  if (best_fitness == 0) return;
  taken[best] = true;
  column_of(roles, role) = profiles[best].name;
  const bool derived = profiles[best].name.starts_with(derived_prefix);
  roles.reasons.push_back(
      std::string(name_of(role)) + ": \"" + profiles[best].name + "\", " +
      (derived ? "read from the paths in that column." : "because of its name."));
}

void guess_covariates(const std::vector<Profile>& profiles, std::size_t rows,
                      const std::vector<bool>& taken, Roles& roles) {
  constexpr std::size_t most_levels = 20;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const Profile& p = profiles[i];
    if (is_beside_covariate(p.name)) continue;  // what stands behind a covariate is none
    if (taken[i] || p.empty || p.lists || p.finding.kind != FindingName::Kind::neither) continue;
    const bool few_texts =
        p.is_text() && p.values.size() <= most_levels && p.values.size() * 2 <= rows;
    const bool named =
        is_covariate_name(p.name) && (p.numeric || p.values.size() < Profile::values_kept);
    if (!few_texts && !named) continue;
    if (p.values.size() < 2) {
      roles.reasons.push_back("not a covariate: \"" + p.name + "\", which holds one value only.");
      continue;
    }
    roles.covariates.push_back(p.name);
    roles.reasons.push_back(
        "covariate: \"" + p.name + "\", because of its " +
        (named ? "name." : "few different texts (" + std::to_string(p.values.size()) + ")."));
  }
}

std::vector<Profile> profiles_of(const Table& table, unsigned threads) {
  std::vector<Profile> profiles(table.columns().size());
  core::parallel_for(profiles.size(), threads, [&](std::size_t i) {
    profiles[i] = profile_of(table.columns()[i], table.rows());
  });
  return profiles;
}

// The column whose paths name the patient, if no other column does.
const Profile* paths_of_patients(const std::vector<Profile>& profiles) {
  for (const Profile& p : profiles)
    if (fitness(Role::patient, p.name) > 0 || p.name.starts_with(derived_prefix)) return nullptr;
  for (const Profile& p : profiles)
    if (p.path_like) return &p;
  return nullptr;
}

}  // namespace

Roles guess_roles(const Table& table, const core::Context& context) {
  Roles roles;
  const std::vector<Profile> profiles = profiles_of(table, context.threads);
  std::vector<bool> taken(profiles.size(), false);
  for (const Role role :
       {Role::patient, Role::study, Role::image, Role::site, Role::time, Role::reader})
    guess_single(role, profiles, table.rows(), taken, roles);
  if (roles.patient.empty()) {
    if (const Profile* paths = paths_of_patients(profiles))
      roles.reasons.push_back(
          "patient: no column, but the paths in \"" + paths->name +
          "\" name the patient (patient and digits): a column can be derived from them.");
    else
      roles.reasons.emplace_back(
          "patient: none found; every row counts as its own patient unless one is stated.");
  }
  guess_findings(table, profiles, taken, context.threads, roles);
  const bool explained =
      std::any_of(roles.reasons.begin(), roles.reasons.end(),
                  [](const std::string& reason) { return reason.starts_with("findings:"); });
  if (roles.findings.empty() && !explained)
    roles.reasons.emplace_back(
        "findings: no score could be paired with a label; state findings: with score and label.");
  guess_covariates(profiles, table.rows(), taken, roles);
  return roles;
}

Table with_patient_from_path(const Table& table, const core::Context& context) {
  const std::vector<Profile> profiles = profiles_of(table, context.threads);
  const Profile* paths = paths_of_patients(profiles);
  if (paths == nullptr) return table;
  Categories cells = table.find(paths->name)->cells->categories(context.threads);
  std::vector<std::string> patients(cells.code.size());
  for (std::size_t row = 0; row < patients.size(); ++row)
    if (cells.code[row] != Categories::blank)
      patients[row] = patient_in_path(cells.levels[cells.code[row]]);
  auto longer = with_column(
      table, text_column(std::string(derived_prefix) + paths->name + ")", std::move(patients)));
  return longer ? *std::move(longer) : table;
}

}  // namespace secondsite::cohort
