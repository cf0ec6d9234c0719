#include <algorithm>

#include "secondsite/report/section.h"

// Where do two parts of the cohort differ? Undeclared contrasts print no p-value.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

bool has_calls(const RunResult& run) {
  return std::any_of(run.claims.begin(), run.claims.end(),
                     [](const evaluation::ClaimResult& claim) { return !claim.calls.empty(); });
}

// Two models at their operating points, on the same cases.
Table calls_table(const RunResult& run) {
  Table table;
  table.caption = "Calls of two models on the same cases";
  table.by_finding = true;
  table.columns = {
      "Finding",    "Against", "Metric", "Right by the first alone", "By the other alone",
      "Difference", "p"};
  for (const evaluation::ClaimResult& claim : run.claims)
    for (const evaluation::PairedCalls& calls : claim.calls) {
      TableRow row;
      row.finding = claim.finding;
      row.cells.push_back(Cell(claim.finding));
      row.cells.push_back(Cell(claim.claim.versus_score));
      row.cells.push_back(Cell(metric_label(calls.difference.metric)));
      row.cells.push_back(Cell(calls.first_only));
      row.cells.push_back(Cell(calls.second_only));
      row.cells.push_back(Cell(calls.difference, Form::difference));
      const auto& test = calls.difference.test;
      row.cells.push_back(test ? Cell::number(p_text(test->p_value)).below(test->method)
                               : Cell::number("\u2014"));
      table.rows.push_back(std::move(row));
    }
  return table;
}

void write_contrasts(const RunResult& run, Page& page) {
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
  if (!run.contrasts.empty()) page.table(std::move(table));
  if (has_calls(run)) page.table(calls_table(run));
  page.end_section();
}

}  // namespace

Section contrasts() {
  return {"contrasts", "Differences", 40,
          [](const RunResult& run) { return !run.contrasts.empty() || has_calls(run); },
          write_contrasts};
}

}  // namespace secondsite::report::sections
