#pragma once
// Labels that someone else has made: a table's columns, JSON lines, FHIR.

#include <map>
#include <string>
#include <vector>

#include "secondsite/core/finding.h"
#include "secondsite/labels/gold.h"
#include "secondsite/labels/labeler.h"

namespace secondsite::labels {

// What stood where states of one label were wanted.
struct UnreadLabel {
  std::vector<std::string> words;  // the first few that differ
  std::uint64_t count = 0;
  bool sure = false;
  core::Location first;
};

struct TakenLabels {
  std::vector<std::string> ids;  // in the order of the source
  // One row of states an id of `ids`; only a table's rows can have an id in common.
  std::vector<std::vector<State>> rows;
  // By id, for agreement: of several rows the first. Labels in order of first appearance.
  StateTable table;
  std::map<std::string, UnreadLabel> unread;
};

// Adds the states of a record; a label that is new becomes a column. Of two states for one label
// the stronger stays (present, uncertain, absent), and the contradiction is counted.
void add_record(TakenLabels& to, const std::string& id, const RecordLabels& record,
                const core::Location& where, core::Findings& findings);

// Reads `path` by a labeler without rules. Takes::dicom: a DICOM report, or a folder of them.
// Takes::records: a file that begins with "{" is JSON lines or one JSON document, one that begins
// with "[" a list of records, a folder its .json, .jsonl and .ndjson files; anything else is a
// table. `id`: the key that names a record ("subject.reference" for a nested one), or the column;
// of DICOM "study" or "accession", else the SOP Instance UID. An error where no record has it,
// counted where some lack it. A record without labels is counted.
core::Result<TakenLabels> take_labels(const std::string& path, const Labeler& labeler,
                                      const std::string& id, const core::Context& context,
                                      core::Findings& findings);

// Gives each id its row, and each row a state for every label, and counts what was unread. Call it
// once all is added.
void complete(TakenLabels& labels, core::Findings& findings);

// As write_labels writes them.
std::string csv_of(const TakenLabels& taken);
// One object a label: how many reports in each state.
core::Json counts_of(const TakenLabels& taken);

}  // namespace secondsite::labels
