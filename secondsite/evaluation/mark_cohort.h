#pragma once
// The tables of a mark request, put on one list of scans.

#include <map>
#include <string>
#include <vector>

#include "secondsite/cohort/mark_table.h"
#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// A table with the place of each entry in the list of scans.
struct PlacedMarks {
  cohort::MarkTable table;
  std::vector<std::uint32_t> scan;  // row of the view's table, or metrics::no_place

  // Of one kind (every kind where `kind` is empty): the others lie nowhere.
  std::vector<std::uint32_t> scan_of_kind(const std::string& kind) const;
  metrics::Places places(const std::vector<std::uint32_t>& of) const;
};

struct MarkCohort {
  View view;                      // arranged; no findings yet
  std::vector<std::string> scan;  // one a row of the view's table
  PlacedMarks marks;
  PlacedMarks lesions;
  PlacedMarks excluded;
  std::vector<std::pair<std::string, PlacedMarks>> others;  // candidates come first
  std::vector<std::string> kinds;                           // one "" where there is one kind only
  std::string rule;                                         // how a mark hits, in words
};

// Errors: those of reading; "marks.no-rating", "marks.no-scans", "marks.different-frames",
// "marks.no-size", "marks.no-scan-column".
core::Result<MarkCohort> open_mark_cohort(const Request& request, bool declared,
                                          const core::Context& context);

}  // namespace secondsite::evaluation
