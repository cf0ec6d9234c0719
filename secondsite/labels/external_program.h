#pragma once
// Reports to another program, and its labels back: JSON lines over pipes.

#include <string>

#include "secondsite/core/context.h"
#include "secondsite/labels/labeler.h"
#include "secondsite/labels/reports.h"
#include "secondsite/labels/taken_labels.h"

namespace secondsite::labels {

// Runs `command` by the shell, writes {"id": …, "text": …} a line to its standard input and reads
// its standard output: a line a report, {"id": …, "labels": {"Edema": 1, …}} or the labels beside
// the id, in any order. Its standard error is the caller's. Both directions go on at once, so that
// neither side waits for ever, and memory holds a batch of reports and the labels. Reports that are
// not answered are counted ("label.program-silent") and have no labels; lines that are no answer
// are counted ("label.not-a-report"), as are ids that were not asked about
// ("label.program-unasked"). Errors: "label.program-failed" where it cannot be started or ends with
// another status than 0.
core::Result<TakenLabels> ask_program(ReportSource& source, const std::string& command,
                                      const Labeler& labeler, const core::Context& context,
                                      core::Findings& findings);

}  // namespace secondsite::labels
