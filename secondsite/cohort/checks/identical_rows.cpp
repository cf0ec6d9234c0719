#include "secondsite/cohort/check.h"
#include "secondsite/cohort/repeated_rows.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

void check_identical_rows(const Table& table, const Roles&, const core::Context& context,
                          core::Findings& findings) {
  std::vector<const Column*> columns;
  for (const Column& column : table.columns()) columns.push_back(&column);
  for (const auto& [row, first] : repeated_rows(table, columns, context))
    findings.add(Severity::warning, "cohort.identical-rows", "",
                 "this row repeats row " + core::grouped(first + 1) + " in every column",
                 {.file = table.origin(), .row = row + 1});
}

}  // namespace

Check identical_rows() {
  return {.id = "identical-rows",
          .title = "No row repeats another in every column",
          .run = check_identical_rows};
}

}  // namespace secondsite::cohort::checks
