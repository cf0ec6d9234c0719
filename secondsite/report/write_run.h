#pragma once
// A run as files: every exporter of the registry writes its own into one folder.

#include <string>

#include "secondsite/core/result.h"
#include "secondsite/evaluation/run.h"

namespace secondsite::report {

// Makes the folder and writes report.html, result.json, estimates.csv, report.md and junit.xml
// there. Each file is written whole or not at all. The same run gives the same bytes.
core::Status write_run(const evaluation::RunResult& run, const std::string& folder);

}  // namespace secondsite::report
