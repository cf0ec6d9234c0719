#pragma once
// Which rows: filters, bands, crossings, and the flow diagram that accounts for every case left
// out.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/json.h"

namespace secondsite::cohort {

// A condition on one column: "view = AP", "age >= 40", "site in [A, B]", "label != blank".
struct Condition {
  enum class Op { equal, not_equal, less, at_most, greater, at_least, in, not_in, blank, present };
  std::string column;
  Op op = Op::equal;
  std::vector<std::string> values;

  std::string text() const;
};

// All of the conditions hold.
struct Filter {
  std::vector<Condition> conditions;
  std::string text() const;
};

// "view = AP and age >= 40". Column names with spaces stand in double quotes.
core::Result<Filter> parse_filter(std::string_view text, const std::string& origin);
// One byte a row: 1 = kept. A number column compares as numbers; a blank satisfies only `blank`,
// `!=` and `not in` never keep a blank.
core::Result<std::vector<std::uint8_t>> apply(const Filter& filter, const Table& table,
                                              unsigned threads);

// A numeric column cut at `edges` into half-open bands [e0, e1) ...; the outer bands are
// open-ended. Level names: "<40", "40–64", "65+" (whole-number edges), else "[0.2, 0.4)". Blank
// stays blank.
core::Result<Categories> cut_bands(const Table& table, const std::string& column,
                                   const std::vector<double>& edges, unsigned threads);
// Every combination that occurs: "F × 40–64". Blank if either is.
Categories cross(const Categories& a, const Categories& b);

// One step of the flow diagram. kept + the excluded counts = what entered the step.
struct FlowStep {
  std::string description;  // "in the table", "label known", "view is AP or PA"
  std::uint64_t cases = 0;
  std::uint64_t patients = 0;  // 0 where there is no patient column
  struct Excluded {
    std::string reason;
    std::string code;
    std::uint64_t cases = 0;
  };
  std::vector<Excluded> excluded;
};

}  // namespace secondsite::cohort
