#pragma once
// Names of columns as a source found them, made fit to be asked for.

#include <string>
#include <vector>

#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"

namespace secondsite::cohort {

// Blank names become "column 7", counted as "table.unnamed-column". Errors: the same name twice, no
// name at all.
core::Status name_columns(std::vector<std::string>& names, const std::string& origin,
                          core::Findings& findings);

}  // namespace secondsite::cohort
