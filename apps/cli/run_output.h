#pragma once
#include <string>

#include "command.h"
#include "secondsite/evaluation/run.h"

namespace secondsite::cli {

// Writes the run to `folder`, tells its story on stdout (or the whole of it as JSON), and gives the
// exit status that its answer means.
Exit write_and_tell(Session& session, const evaluation::RunResult& run, const std::string& folder);

// The files that write_and_tell writes.
std::vector<std::string> run_files(const std::string& folder);

// 0 all claims certified or none made, 1 one refuted, 5 otherwise.
Exit exit_of(const evaluation::RunResult& run);

}  // namespace secondsite::cli
