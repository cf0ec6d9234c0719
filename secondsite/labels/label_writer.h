#pragma once
// The files of a labelling run: one row a report, and one row a mention.

#include <ostream>
#include <string>

#include "secondsite/labels/label_run.h"

namespace secondsite::labels {

// A cell of RFC 4180 text, quoted where it must be.
std::string csv_cell(std::string_view text);

// 1 present, 0 absent, -1 uncertain, blank not mentioned: as in CheXpert's and MIMIC-CXR's tables.
std::string_view number(State state);

// id, the kept columns, then a column a label.
void write_label_header(std::ostream& out, const LabelSet& set,
                        const std::vector<std::string>& kept);
void write_labels(std::ostream& out, const Report& report, const Labelled& done);

// id, sign, labels that it stands for, state, rule, the words, where they stand (bytes), the
// trigger's words and place, section, whether a misspelling was mended.
void write_mention_header(std::ostream& out);
void write_mentions(std::ostream& out, const Report& report, const Labelled& done,
                    const Rules& rules, const LabelSet& set);

}  // namespace secondsite::labels
