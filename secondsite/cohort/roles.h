#pragma once
// What each column is for. Guessed from names and contents, printed, and overruled by a YAML.

#include <optional>
#include <string>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/json.h"

namespace secondsite::cohort {

// One thing that the model looks for: a score column and the reference standard it is held against.
struct FindingColumns {
  std::string name;   // "Effusion"
  std::string score;  // column name
  std::string label;  // column name
  // Where the label column lists findings ("Effusion|Mass"): the separator, and the text to find.
  // Exact match of one listed item, never a substring.
  std::string separator;
  std::string listed_as;
  // Texts that mean positive and negative; empty: 1/0, true/false, yes/no, positive/negative, case
  // folded.
  std::vector<std::string> positive_values;
  std::vector<std::string> negative_values;
};

// How uncertain labels (CheXpert's −1) enter: left out and counted, or mapped.
enum class UncertainPolicy { exclude, positive, negative };

struct Roles {
  std::string patient;  // column names; empty: there is none
  std::string study;
  std::string image;
  std::string site;
  std::string time;
  std::string reader;
  std::vector<FindingColumns> findings;
  std::vector<std::string> covariates;
  UncertainPolicy uncertain = UncertainPolicy::exclude;
  std::vector<std::string> reasons;  // one sentence a guess, for printing
};

// Guesses every role; never fails: what it cannot guess stays empty.
Roles guess_roles(const Table& table, const core::Context& context);
// Where no column names the patient but every cell of one is a path that does
// ("CheXpert-v1.0/test/patient64741/study1"), the table with one more column, "patient (from
// Study)", which guess_roles then takes; else the table as it is.
Table with_patient_from_path(const Table& table, const core::Context& context);
// Keys: patient, study, image, site, time, reader, covariates, uncertain (exclude, positive,
// negative) and findings, a list of {name, score, label, separator, listed_as, positive, negative}.
// `stated` (from a YAML or the command line) overrules the guess, key by key.
// Every column that it names must exist; unknown keys are refused.
core::Result<Roles> roles_from(const core::Json& stated, const std::string& origin,
                               const Table& table, const core::Context& context);
core::Json to_json(const Roles& roles);

}  // namespace secondsite::cohort
