#pragma once
// What one cell's text means: blank, a number, or neither. Every source and every reader of a table
// uses these rules, so that a CSV, a Parquet and an SQLite table of the same content read the same.

#include <string_view>

#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

// The cell without the spaces and tabs around it.
std::string_view trimmed(std::string_view cell);

// Is nothing stated here? True for an empty cell, for spaces only, and for the texts by which
// common writers say "missing": NA, N/A, n/a, <NA>, null, Null, NULL, None. Not for "nan", which is
// a number that somebody computed, and not for "-" or "0".
bool is_blank(std::string_view cell);

// Reads the cell as a number: decimal point, optional exponent, "nan" and "inf" in any case.
// `value` is NaN unless the state is ok. A decimal comma ("0,93"), a thousands separator ("1,234"),
// a unit ("63Y") or a percent sign is malformed: guessing would change the number in silence.
CellState parse_cell(std::string_view cell, double& value);

// Why a malformed cell is none, as the end of a sentence: "it has a decimal comma".
std::string why_not_a_number(std::string_view cell);

}  // namespace secondsite::cohort
