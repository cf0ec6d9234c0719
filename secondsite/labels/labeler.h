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

// Words that stand where a state was wanted.
struct UnreadState {
  std::string label;
  std::string words;
  bool sure = true;  // false: the key may be no label (a name, a text)
};

struct RecordLabels {
  NamedStates states;
  std::vector<UnreadState> unread;
};

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
  std::function<core::Result<RecordLabels>(const core::Json& record)> read;
  // Where one JSON value may hold the records of several patients: each with its own labels, in
  // which `key` (of --id; may be empty) names it. Empty: a value is one record.
  std::function<std::vector<core::Json>(const core::Json& record, const std::string& key)> split;
  Takes takes = Takes::records;

  bool has_rules() const { return !rules_file.empty(); }
};

// "1", "1.0", "present", "positive", "yes", "true", "y" → present; "0" … → absent; "-1",
// "uncertain", "possible", "u" → uncertain; a blank, null, "not mentioned", "nan" → not mentioned.
// nullopt for anything else.
std::optional<State> state_from_text(std::string_view cell);
std::optional<State> state_from_json(const core::Json& value);
// Every key of a record (of its "labels", where it has them) whose value is a state; the others are
// unread, and only those of "labels" are surely labels. "label.not-a-report" for what is no object.
core::Result<RecordLabels> states_of_record(const core::Json& record);
// The text or number at a key, or at "a.b" within nested objects; nullopt where it is not there or
// blank.
std::optional<std::string> text_at(const core::Json& record, const std::string& key);
// A value as it is shown in a message: short, and without control characters.
std::string shown(const core::Json& value);

namespace labelers {
std::span<const Labeler> all();
}

}  // namespace secondsite::labels
