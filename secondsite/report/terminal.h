#pragma once
// The story of a run for a terminal.

#include <string>

#include "secondsite/evaluation/run.h"

namespace secondsite::report {

// The question, the answer, the claims with their verdicts, the strata that nobody can judge yet
// and what they lack, the shortcut warnings, and what was left out. Fewer than 60 lines however
// large the run: lists are cut with a count of what is not shown. `width`: columns, at least 40.
// `colour`: ANSI colour beside the marks and words, which say the same without it.
std::string summary(const evaluation::RunResult& run, int width, bool colour);

}  // namespace secondsite::report
