#include "secondsite/report/section.h"

// Where do two parts of the cohort differ? Undeclared contrasts print no p-value.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

void write(const RunResult& run, Page& page) {
  page.begin_section(
      "contrasts", "Differences",
      "Difference of the first part minus the second. Only declared contrasts carry a p-value, "
      "corrected over their family; the others are exploratory, to be confirmed elsewhere.");
  Table table;
  table.caption = "Differences between parts of the cohort";
  table.sortable = true;
  table.by_finding = true;
  table.columns = {"Finding", "Part", "Against", "Metric", "Difference", "Status", "Adjusted p"};
  for (const evaluation::ContrastResult& contrast : run.contrasts) {
    TableRow row;
    row.finding = contrast.finding;
    row.cells.push_back(Cell(contrast.finding));
    row.cells.push_back(Cell(contrast.a.text()));
    row.cells.push_back(
        Cell(contrast.b.dimension == "rest" ? std::string("the rest") : contrast.b.text()));
    row.cells.push_back(Cell(metric_label(contrast.difference.metric)));
    row.cells.push_back(Cell(contrast.difference, Form::difference));
    row.cells.push_back(Cell(contrast.declared ? "declared" : "exploratory"));
    const std::string p = contrast.declared ? p_text(contrast.p_adjusted) : std::string();
    row.cells.push_back(Cell::number(p.empty() ? "\u2014" : p));
    table.rows.push_back(std::move(row));
  }
  page.table(std::move(table));
  page.end_section();
}

}  // namespace

Section contrasts() {
  return {"contrasts", "Differences", 40,
          [](const RunResult& run) { return !run.contrasts.empty(); }, write};
}

}  // namespace secondsite::report::sections
