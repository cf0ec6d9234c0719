#pragma once
// Labels that someone else has made: a table's columns, JSON lines, FHIR.

#include <string>
#include <vector>

#include "secondsite/labels/gold.h"
#include "secondsite/labels/labeler.h"

namespace secondsite::labels {

struct TakenLabels {
  std::vector<std::string> ids;  // in the order of the source
  StateTable table;              // one row an id; labels in order of first appearance
};

// Reads `path` by a labeler without rules. A file that begins with "{" is JSON lines; anything else
// is a table. A label that stands twice in a record takes the stronger state (present, uncertain,
// absent). A record without labels is counted.
core::Result<TakenLabels> take_labels(const std::string& path, const Labeler& labeler,
                                      const std::string& id, const core::Context& context,
                                      core::Findings& findings);

// As write_labels writes them.
std::string csv_of(const TakenLabels& taken);
// One object a label: how many reports in each state.
core::Json counts_of(const TakenLabels& taken);

}  // namespace secondsite::labels
