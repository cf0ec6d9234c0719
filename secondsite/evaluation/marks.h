#pragma once
// A view of scans whose cases are marks and lesions: tables read, scans found, marks matched.

#include <string>

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// Reads the tables of request.marks, finds the scans and matches the marks of each kind of lesion.
// The scans are the rows of request.tables where there are any (then request.scans selects among
// them), else request.scans, else whatever the marks and lesions name ("marks.no-scan-list"). A
// scan with lesions and without a mark counts; so does one without either. Odd marks are counted in
// view.odd.
core::Result<View> open_marks(const Request& request, bool declared, const core::Context& context);

// Every mark and every missed lesion with what became of it, as CSV: kind, scan, table, row, fate,
// lesion_row, rating. What the evaluation of the same request counts.
core::Result<std::string> match_table(const Request& request, const core::Context& context);

}  // namespace secondsite::evaluation
