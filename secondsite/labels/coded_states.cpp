#include "secondsite/labels/coded_states.h"

#include <algorithm>

#include "secondsite/core/text.h"
#include "secondsite/labels/labeler.h"

namespace secondsite::labels {
namespace {

struct Known {
  std::string_view value;
  State state;
};

constexpr Known codes[] = {
    // SNOMED CT
    {"52101004", State::present},         // Present
    {"10828004", State::present},         // Positive
    {"373066001", State::present},        // Yes
    {"410515003", State::present},        // Known present
    {"2667000", State::absent},           // Absent
    {"260385009", State::absent},         // Negative
    {"373067005", State::absent},         // No
    {"410516002", State::absent},         // Known absent
    {"260415000", State::absent},         // Not detected
    {"260373001", State::present},        // Detected
    {"415684004", State::uncertain},      // Suspected
    {"410592001", State::uncertain},      // Probably present
    {"410593006", State::uncertain},      // Probably not present
    {"410605003", State::uncertain},      // Confirmed/possible
    {"82334004", State::uncertain},       // Indeterminate
    {"42425007", State::uncertain},       // Equivocal
    {"261665006", State::not_mentioned},  // Unknown
    {"385432009", State::not_mentioned},  // Not applicable
    // the same in the older form of DICOM
    {"G-A203", State::present},
    {"R-0038D", State::present},
    {"R-00339", State::absent},
    {"R-40775", State::not_mentioned},
    // LOINC answers
    {"LA33-6", State::present},
    {"LA9633-4", State::present},
    {"LA6576-8", State::present},
    {"LA32-8", State::absent},
    {"LA9634-2", State::absent},
    {"LA6577-6", State::absent},
    {"LA11884-6", State::uncertain},
    {"LA4489-6", State::not_mentioned},
    // HL7 interpretations
    {"POS", State::present},
    {"DET", State::present},
    {"NEG", State::absent},
    {"ND", State::absent},
    {"IND", State::uncertain},
    {"E", State::uncertain},
};

}  // namespace

std::optional<State> state_of_code(std::string_view value, std::string_view meaning) {
  for (const Known& known : codes)
    if (known.value == value) return known.state;
  std::string word = core::lower(core::trim(meaning));
  while (!word.empty() && (word.back() == '.' || word.back() == '!' || word.back() == ' '))
    word.pop_back();
  if (word.empty()) return std::nullopt;
  const auto any = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (any({"suspected", "likely", "probably present", "possibly present", "suspicious",
           "questionable", "inconclusive", "borderline"}))
    return State::uncertain;
  if (any({"not present", "not detected", "not seen", "none seen"})) return State::absent;
  if (any({"detected", "seen", "confirmed"})) return State::present;
  if (any({"unknown", "not assessed", "not evaluated", "not applicable"}))
    return State::not_mentioned;
  return state_from_text(word);
}

}  // namespace secondsite::labels
