#include "secondsite/core/text.h"
#include "secondsite/evaluation/enough.h"
#include "secondsite/report/section.h"
#include "secondsite/report/story.h"

// For whom does it hold? Strata side by side, those that nobody can judge yet visibly so.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

Table not_powered_table(const RunResult& run) {
  Table table;
  table.caption = "Strata that nobody can judge yet";
  table.by_finding = true;
  table.columns = {"Finding", "Stratum", shown_metric(run), shown_count(run) + " here",
                   "It would take"};
  for (const evaluation::StratumResult* stratum : strata_not_powered(run)) {
    const stats::Estimate* shown = stratum->find(stratum->primary);
    if (shown == nullptr && !stratum->estimates.empty()) shown = &stratum->estimates.front();
    if (shown == nullptr) continue;
    TableRow row;
    row.finding = stratum->finding;
    row.cells.push_back(Cell(stratum->finding));
    row.cells.push_back(Cell(stratum->stratum.text()));
    row.cells.push_back(Cell(*shown));
    row.cells.push_back(Cell(evaluation::support_of(*shown).have));
    const std::string lacking = shortage_text(*stratum->verdict);
    row.cells.push_back(Cell(lacking.empty() ? "unknown: no alternative was declared" : lacking));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void write_strata(const RunResult& run, Page& page) {
  page.begin_section("strata", "For whom",
                     "Each part of the cohort with its interval. Open marks and broken lines have "
                     "too few positives to "
                     "tell, whatever the truth is.");
  page.chart(
      {"forest", "Strata",
       "Point and interval of each stratum; a broken line, or a tick in each row, is the goal."});
  Table table = not_powered_table(run);
  if (!table.rows.empty()) page.table(std::move(table));
  page.end_section();
}

}  // namespace

Section strata() {
  return {"strata", "Strata", 30, [](const RunResult& run) { return !run.strata.empty(); },
          write_strata};
}

}  // namespace secondsite::report::sections
