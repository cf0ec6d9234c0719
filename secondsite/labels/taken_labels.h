#pragma once
// Labels that someone else has made: a table's columns, JSON lines, FHIR.

#include <string>
#include <vector>

#include "secondsite/labels/gold.h"
#include "secondsite/labels/labeler.h"

namespace secondsite::labels {

struct TakenLabels {
  std::vector<std::string> ids;  // in the order of the source
  // One row of states an id of `ids`; only a table's rows can have an id in common.
  std::vector<std::vector<State>> rows;
  // By id, for agreement: of several rows the first. Labels in order of first appearance.
  StateTable table;
};

// Adds the states of a record; a label that is new becomes a column.
void add_states(TakenLabels& to, const std::string& id, const NamedStates& states);

// Reads `path` by a labeler without rules. Takes::dicom: a DICOM report, or a folder of them.
// Takes::records: a file that begins with "{" is JSON lines or one JSON document, one that begins
// with "[" a list of records, a folder its .json, .jsonl and .ndjson files; anything else is a
// table. `id`: the key that names a record ("subject.reference" for a nested one), or the column;
// of DICOM "study" or "accession", else the SOP Instance UID. A label that stands twice in a record
// takes the stronger state (present, uncertain, absent). A record without labels is counted.
core::Result<TakenLabels> take_labels(const std::string& path, const Labeler& labeler,
                                      const std::string& id, const core::Context& context,
                                      core::Findings& findings);

// Gives each id its row, and each row a state for every label. Call it once all is added.
void complete(TakenLabels& labels);

// As write_labels writes them.
std::string csv_of(const TakenLabels& taken);
// One object a label: how many reports in each state.
core::Json counts_of(const TakenLabels& taken);

}  // namespace secondsite::labels
