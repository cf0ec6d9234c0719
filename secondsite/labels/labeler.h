#pragma once
// The registry of labelers: where the labels of a report come from. Those with rules read the text;
// the others read labels that someone else has made.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/core/result.h"
#include "secondsite/labels/rules.h"

namespace secondsite::labels {

using NamedStates = std::vector<std::pair<std::string, State>>;

// What a labeler without rules is handed: records of a table or JSON lines, DICOM reports, or the
// answers of a program that is run.
enum class Takes { records, dicom, program };

struct Labeler {
  std::string_view id;         // "chexpert"
  std::string_view title;      // one line
  std::string_view reference;  // whose conventions, with DOI
  std::string_view language;   // "en", "es"; empty: any
  // With rules: the rules inside the program and the label set in it.
  std::string_view rules_file;
  std::string_view label_set;
  // Without: reads the labels of one record, a JSON object (a table's row is one of texts).
  std::function<core::Result<NamedStates>(const core::Json& record)> read;
  Takes takes = Takes::records;

  bool has_rules() const { return !rules_file.empty(); }
};

// "1", "1.0", "present", "positive", "yes", "true", "y" → present; "0" … → absent; "-1",
// "uncertain", "possible", "u" → uncertain; a blank, null, "not mentioned", "nan" → not mentioned.
// nullopt for anything else.
std::optional<State> state_from_text(std::string_view cell);
std::optional<State> state_from_json(const core::Json& value);
// Every key of a record (of its "labels", where it has them) whose value is a state; names and
// other texts are passed over. "label.not-a-report" for what is no object.
core::Result<NamedStates> states_of_record(const core::Json& record);

namespace labelers {
std::span<const Labeler> all();
}

}  // namespace secondsite::labels
