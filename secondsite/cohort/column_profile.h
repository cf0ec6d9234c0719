#pragma once
// What a column seems to hold, judged from a sample of its rows; what guesses of roles stand on.

#include <set>
#include <string>
#include <vector>

#include "secondsite/cohort/column_words.h"
#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

struct Profile {
  std::string name;
  FindingName finding;
  bool empty = true;       // every sampled cell is blank
  bool numeric = true;     // the sampled cells that are not blank are numbers, but for one in 20
  bool label_like = true;  // 0, 1, −1 or words like yes and no; other texts at most one in 20
  bool in_unit = true;     // every number lies in [0, 1]
  bool whole = true;       // every number is whole
  bool lists = false;      // some cell holds '|' between texts
  bool path_like = false;  // every cell holds / and "patient" followed by digits
  bool all_different = true;
  std::set<std::string> values;  // up to `values_kept`
  static constexpr std::size_t values_kept = 64;

  bool is_text() const { return !empty && !numeric; }
  bool can_score() const {
    return !empty && numeric && (!label_like || finding.kind == FindingName::Kind::score);
  }
};

// Evenly spaced rows, at most 4,096.
Profile profile_of(const Column& column, std::size_t rows);

// "patient64741" for "CheXpert-v1.0/test/patient64741/study1"; empty where the text names none.
std::string_view patient_in_path(std::string_view text);

}  // namespace secondsite::cohort
