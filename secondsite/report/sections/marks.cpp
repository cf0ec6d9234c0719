#include "secondsite/core/text.h"
#include "secondsite/report/section.h"
#include "secondsite/report/story.h"

// How many lesions at how many false marks; which were missed, and at which stage.
namespace secondsite::report::sections {
namespace {

using evaluation::MarkReport;
using evaluation::RunResult;

constexpr std::size_t most_listed = 100;

Table counts_table(const RunResult& run) {
  Table table;
  table.caption = "How marks and lesions add up";
  table.by_finding = run.marks.size() > 1;
  table.columns = {"Finding", "What", "Count"};
  for (const MarkReport& report : run.marks)
    for (const auto& [name, count] : report.counts) {
      TableRow row;
      row.finding = report.finding;
      row.cells.push_back(Cell(report.finding));
      row.cells.push_back(Cell(name));
      row.cells.push_back(Cell(count));
      table.rows.push_back(std::move(row));
    }
  return table;
}

Table stages_table(const RunResult& run) {
  Table table;
  table.caption = "Where the sensitivity is lost";
  table.by_finding = run.marks.size() > 1;
  table.columns = {"Finding", "Stage", "Lesions found", "False marks a scan", "Mean over rates"};
  for (const MarkReport& report : run.marks)
    for (const evaluation::MarkStage& stage : report.stages) {
      TableRow row;
      row.finding = report.finding;
      row.cells.push_back(Cell(report.finding));
      row.cells.push_back(Cell(stage.name));
      for (const stats::Estimate& estimate : stage.estimates) row.cells.push_back(Cell(estimate));
      table.rows.push_back(std::move(row));
    }
  return table;
}

Table missed_table(const RunResult& run) {
  Table table;
  table.caption = "Missed lesions, by their row in the table of lesions";
  table.sortable = true;
  table.by_finding = run.marks.size() > 1;
  table.columns = {"Finding", "Lesion", "Size"};
  bool has_stages = false;
  for (const MarkReport& report : run.marks) has_stages = has_stages || !report.stages.empty();
  if (has_stages) table.columns.push_back("Lost by");
  for (const MarkReport& report : run.marks) {
    for (std::size_t i = 0; i < std::min(most_listed, report.missed.size()); ++i) {
      const evaluation::MissedLesion& lesion = report.missed[i];
      TableRow row;
      row.finding = report.finding;
      row.cells.push_back(Cell(report.finding));
      row.cells.push_back(Cell("row " + core::grouped(lesion.where.row.value_or(0))));
      row.cells.push_back(Cell(lesion.size.empty() ? "unknown" : lesion.size));
      if (has_stages)
        row.cells.push_back(Cell(lesion.by_candidates ? "the candidates" : "the classifier"));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

void write_marks(const RunResult& run, Page& page) {
  page.begin_section("marks", "Lesions found",
                     "What share of the lesions is found, at how many false marks a scan.");
  if (!run.marks.empty())
    page.paragraph("A mark is a hit by this rule: " + run.marks.front().rule + ".");
  page.open("div", {{"class", "pair"}});
  if (has_plot(run, "froc"))
    page.chart({"froc", "FROC",
                "Sensitivity against false marks a scan, which double from tick to tick; bands are "
                "for each rate by itself."});
  if (has_plot(run, "afroc"))
    page.chart({"afroc", "AFROC",
                "Sensitivity against the share of scans without lesions that have a false mark."});
  page.close();
  if (has_plot(run, "lesion-size"))
    page.chart({"lesion-size", "By lesion size",
                "Sensitivity at one false mark a scan in bands of lesion size, each at its middle "
                "lesion."});
  Table stages = stages_table(run);
  if (!stages.rows.empty()) page.table(std::move(stages));
  page.table(counts_table(run));
  Table missed = missed_table(run);
  if (!missed.rows.empty()) page.table(std::move(missed));
  page.end_section();
}

}  // namespace

Section marks() {
  return {"marks", "Lesions found", 25, [](const RunResult& run) { return !run.marks.empty(); },
          write_marks};
}

}  // namespace secondsite::report::sections
