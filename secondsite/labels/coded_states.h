#pragma once
// Codes by which structured data say that something is there, is not, or is in doubt.

#include <optional>
#include <string_view>

#include "secondsite/labels/rules.h"

namespace secondsite::labels {

// By the code where it is known (SNOMED CT, its older "SRT" form, LOINC answers, FHIR's
// interpretations), else by the words (state_from_text, and "suspected", "likely", "not present"
// and their kin). nullopt for any other concept, such as a finding.
std::optional<State> state_of_code(std::string_view value, std::string_view meaning);

}  // namespace secondsite::labels
