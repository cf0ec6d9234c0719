#pragma once
// A delimited text as a table: the bytes stay as they are, and columns read from them.

#include "secondsite/cohort/csv_bytes.h"
#include "secondsite/cohort/csv_index.h"
#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

// `bytes` may begin with a UTF-8 mark. Odd but readable: mark, mixed line ends, blank lines, quotes
// inside unquoted cells, columns without a name, another delimiter than the comma: counted in
// `findings`.
core::Result<Table> parse_csv(Bytes bytes, const std::string& origin, const core::Context& context,
                              core::Findings& findings,
                              csv::Method method = csv::Method::automatic);

}  // namespace secondsite::cohort
