#pragma once
// Words by which columns are known, and names taken apart into words.

#include <string>
#include <string_view>
#include <vector>

namespace secondsite::cohort {

// "PatientID", "Patient ID" and "patient_id" are all {"patient", "id"}.
std::vector<std::string> words_of(std::string_view name);
// The words with one _ between: "patient_id".
std::string folded_name(std::string_view name);

enum class Role { patient, study, image, site, time, reader };
// How well `name` fits the role: 0 = not at all, higher = better ("patient_id" before "subject").
int fitness(Role role, std::string_view name);
// "sex", "age", "view", "vendor" ...: what a stratum is usually made of.
bool is_covariate_name(std::string_view name);
bool is_age_name(std::string_view name);

// What a column's name says about scores and labels: "prob_Edema" is a score for "edema".
struct FindingName {
  enum class Kind { score, label, neither } kind = Kind::neither;
  std::string base;   // folded name of the finding; empty for a generic "score" or "label"
  std::string shown;  // as written in the column's name
};
FindingName finding_name(std::string_view column);

}  // namespace secondsite::cohort
