#include "secondsite/report/section.h"

// How few positives are left after each restriction, and what so few can show.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

void write_waterfall(const RunResult& run, Page& page) {
  page.begin_section(
      "waterfall", "How fast the positives run out",
      "Every restriction multiplies the count down, and the positives go first. The last number "
      "governs what can be concluded about the last group.");
  page.chart({"waterfall", "Stratification waterfall",
              "Positives left after each restriction, on a logarithmic axis; the broken line is "
              "what the wanted power takes.",
              false});
  Table table;
  table.caption = "What each level buys";
  table.columns = {"Restriction",
                   "Cases",
                   "Positives",
                   "Sensitivity could be known to",
                   "Power for the declared gap",
                   "Positives needed"};
  for (const evaluation::WaterfallStep& step : run.waterfall) {
    TableRow row;
    row.cells.push_back(Cell(step.description));
    row.cells.push_back(Cell::number(expected_cases(step)));
    row.cells.push_back(Cell::number(expected_positives(step)));
    row.cells.push_back(Cell(step.sensitivity_precision));
    row.cells.push_back(Cell::number(power_text(step)));
    row.cells.push_back(Cell::number(needed_positives(step)));
    table.rows.push_back(std::move(row));
  }
  page.table(std::move(table));
  page.end_section();
}

}  // namespace

Section waterfall() {
  return {"waterfall", "Waterfall", 50, [](const RunResult& run) { return !run.waterfall.empty(); },
          write_waterfall};
}

}  // namespace secondsite::report::sections
